"""The pages: complete, the same in Markdown and HTML, and on their own."""

import re
from html import unescape
from itertools import chain
from pathlib import Path

import pytest

from records.plan import Scenario
from report.chapters.side_by_side.concepts import read_concepts
from report.errors import ResultError
from report.page.render import slug
from report.report import write_report

from .conftest import OTHER, Build, Report
from .pages import Page, part, table, whole, without_scripts

SECTIONS = {
    "Verdict": [
        "Choose and compare",
        "Your own ranking",
        "Words",
        "What to know beside it",
        "All measures",
        "Questions that people ask",
        "What was not measured",
    ],
    "Backfill": [
        "What would change it",
        "Headline",
        "Contenders",
        "Results",
        "Where the time goes",
        "Timelines",
        "CPU by process role",
        "When success is reported",
        "Metadata and processes",
        "Parity",
        "Row counts",
        "Step counts",
        "Steadiness",
        "Raw values",
    ],
    "Side by side": [concept.title for concept in read_concepts()],
    "Method": [
        "Fairness",
        "Limitations",
        "How it was measured",
        "Changes of the method",
        "Versions",
        "Machine",
        "Raw data",
        "How to reproduce",
    ],
}
ONLY_WITH_MORE = ["Tuned against stock", "Scaling", "Concurrency", "Growing data", "Noise"]


def test_the_report_is_two_pages_their_pictures_and_a_page_of_evidence_for_each_chapter(
    build: Build, tmp_path: Path
) -> None:
    """Every file is returned, pages first, and goes beside the results or where asked; the same each time."""
    folder = build()
    names = ["report.md", "index.html", "verdict.svg", "backfill-time.svg", "backfill-timeline.svg"]
    names += [f"evidence/{chapter}.md" for chapter in ("verdict", "backfill", "side-by-side", "method")]
    paths = write_report(folder)
    assert paths == [folder / name for name in names]
    elsewhere = write_report(folder, tmp_path / "new" / "out")
    assert [path.read_text() for path in elsewhere[2:-1]] == [path.read_text() for path in paths[2:-1]]
    assert "](../.)" in paths[-1].read_text()  # the raw data, from where the method's evidence is
    assert "](../../../results)" in elsewhere[-1].read_text()


def test_both_pages_have_every_section(plain_report: Report) -> None:
    """A reader finds the same sections, in the same order, on either page."""
    markdown, html = plain_report
    for level, titles in ((2, list(SECTIONS)), (3, list(chain.from_iterable(SECTIONS.values())))):
        assert re.findall(rf"^{'#' * level} (.*)$", markdown, re.MULTILINE) == titles
        headings = re.findall(rf"<h{level}[^>]*>(.*)</h{level}>", without_scripts(html))
        assert [unescape(title) for title in headings] == titles


def test_a_section_that_has_nothing_to_say_is_left_out(plain_report: Report, many_report: Report) -> None:
    """Scaling, noise and the like appear where the plan measured what they need."""
    one_case, many_cases = plain_report[0], many_report[0]
    assert not any(f"### {title}" in one_case for title in ONLY_WITH_MORE)
    assert all(f"### {title}" in many_cases for title in ONLY_WITH_MORE)


def test_the_html_page_loads_nothing(plain_report: Report) -> None:
    """No font, no picture and no style comes from anywhere but the page itself; a browser's test sees to scripts."""
    _, html = plain_report
    page = Page(html)
    assert page.open == []
    assert not {"iframe", "object", "img"} & {tag for tag, _ in page.tags}
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.tags:
        for name in ("src", "href", "xlink:href"):
            assert not re.match(r"[a-z]+:(?!,)|//", attributes.get(name) or "#")
    assert not re.search(r"https?://|@import|url\((?!#)", without_scripts(html))


def test_both_pages_have_the_same_figures(many_report: Report) -> None:
    """Row by row, in the same order: what is proved of the one page holds for the other."""
    markdown, html = many_report
    marked = re.findall(r"<tr.*?</tr>", re.sub(r"</?a\b.*?>", "", without_scripts(html)), re.DOTALL)
    rows = [[unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in marked]
    plain = re.sub(r"(?<!\\)\[(.*?)(?<!\\)\]\(#.*?\)", r"\1", markdown)
    lines = re.findall(r"^\| (?!---)(.*) \|$", plain, re.MULTILINE)
    assert len(rows) > 300
    assert [[re.sub(r"\\(.)", r"\1", cell) for cell in line.split(" | ")] for line in lines] == rows


def test_every_link_within_a_page_leads_somewhere(many_report: Report) -> None:
    """A row of the verdict leads to its chapter, the contents to theirs."""
    markdown, html = many_report
    led = set(re.findall(r"(?<!\\)\]\(#(.+?)\)", markdown))
    assert {"verdict", "backfill", "method"} <= led
    assert led <= {slug(title) for title in re.findall(r"^#+ (.*)$", markdown, re.MULTILINE)}
    tags = Page(html).tags
    targets = {attributes.get("href") or "" for tag, attributes in tags if tag == "a"}
    assert {target for target in targets if re.match("#.", target)} <= {
        f"#{attributes['id']}" for _, attributes in tags if "id" in attributes
    }


def test_every_picture_says_what_it_shows(build: Build) -> None:
    """Pictures have words in both pages, and each Markdown picture is a file beside the page."""
    folder = build()
    first, second, *_ = write_report(folder)
    markdown, html = whole(first), second.read_text()
    pictures = re.findall(r"!\[(.+?)\]\((.+?)\)\n", markdown)
    assert [name for _, name in pictures] == ["verdict.svg", "backfill-time.svg", "backfill-timeline.svg"]
    assert all(len(words) > 40 and (folder / name).read_text().startswith("<svg") for words, name in pictures)
    images = [attributes for tag, attributes in Page(html).tags if tag == "svg"]
    assert [image["role"] for image in images] == ["img"] * 3
    assert all(len(image["aria-label"] or "") > 40 for image in images)


def test_a_long_table_is_folded_on_both_pages(many_report: Report) -> None:
    """The reader opens it where it is wanted; nothing is left out of it."""
    markdown, html = many_report
    lines = len(table(part(markdown, "Raw values")))
    for page in (markdown, html):
        assert (
            "<details><summary>Each round&#39;s figures; wall time ends when the control plane reports success: "
            f"{lines} rows" in page
        )
    assert Page(html).open == []


@pytest.mark.parametrize(
    ("walls", "changes"),
    [
        ({"bare": [4.0]}, {}),
        ({"bare:range": [4.0] * 5}, {}),
        ({"dagster:single-run": [4.0, 5.0]}, {}),
        ({"bare": [4.0], "airflow:tuned": [9.0]}, {"airflow:tuned": {"outcome": "failed", "reason": "it fell"}}),
        ({"bare": [4.0], "airflow:tuned": [9.0]}, {"bare": {"parity": OTHER}}),
        ({"airflow:tuned": [9.0]}, {"airflow:tuned": {"scenario": "aa"}}),
    ],
)
def test_a_report_can_be_written_of_very_little(
    build: Build, walls: dict[str, list[float]], changes: dict[str, dict[str, object]]
) -> None:
    """One contender alone, of whatever kind, or none with a number: both pages are there and whole."""
    markdown, html, *_ = write_report(build(walls, changes))
    assert "\n*How long is a backfill, and what does it take?*\n\n**" in markdown.read_text()
    assert Page(html.read_text()).open == []


def test_nothing_is_written_when_the_results_cannot_be_read(build: Build, tmp_path: Path) -> None:
    """A report never stands half on broken results."""
    folder = build()
    (folder / "plan.json").write_text("{")
    with pytest.raises(ResultError, match=r"plan\.json"):
        write_report(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_no_chapter_is_about_is_named(build: Build) -> None:
    """A family that has none yet is not left out without a word."""
    family = Scenario(name="backfill", family="unheard-of", about="a backfill")
    text = write_report(build(scenarios=[family]))[0].read_text()
    assert "\n## unheard-of\n\nMeasured, but no chapter of the report covers it" in text
