"""The pages: complete, true to the raw values, and on their own."""

import re
from html.parser import HTMLParser
from pathlib import Path
from statistics import median

import pytest

from report.headline import headline
from report.page import write_report
from report.read import ResultError, read_results
from report.timeline import timelines
from report.words import number

from .conftest import OTHER, ROLES, WALLS, Build

SECTIONS = [
    "Headline",
    "Wall and CPU time",
    "Results",
    "Parity",
    "Row counts",
    "Step counts",
    "CPU by process role",
    "Timelines",
    "Raw values",
    "Versions",
    "Machine",
    "How it was measured",
    "How to reproduce",
]
# What measurement() of conftest.py makes of a round's wall time: data ready, CPU, memory in MB, bring-up.
METRICS = {
    "Wall time, s": lambda wall: wall,
    "Data ready, s": lambda wall: wall - 0.3,
    "CPU time, s": lambda wall: wall * 1.5,
    "Peak memory, MB": lambda wall: int(wall * 50e6) / 1e6,
    "Bring-up, s": lambda wall: wall + 10,
}


def part(page: str, title: str) -> str:
    """One section of a Markdown report."""
    return page.split(f"\n## {title}\n")[1].split("\n## ", maxsplit=1)[0]


def table(text: str) -> list[list[str]]:
    """The cells of the first table in a Markdown text, without its heading."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


class Page(HTMLParser):
    """Collects a page's tags and checks that each is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_report_is_two_pages_and_their_pictures(build: Build, tmp_path: Path) -> None:
    """Every file is returned, pages first, and goes beside the results or where asked; the same each time."""
    folder = build()
    names = ["report.md", "index.html", "backfill-time.svg", "backfill-timeline.svg"]
    paths = write_report(folder)
    assert paths == [folder / name for name in names]
    elsewhere = write_report(folder, tmp_path / "new" / "out")
    assert [path.read_text() for path in elsewhere] == [path.read_text() for path in paths]


def test_both_pages_have_every_section(build: Build) -> None:
    """A reader finds the same sections, in the same order, on either page."""
    markdown, html, *_ = (path.read_text() for path in write_report(build()))
    assert re.findall(r"^## (.*)$", markdown, re.MULTILINE) == SECTIONS
    assert re.findall(r"<h2[^>]*>(.*)</h2>", html) == SECTIONS


def test_every_measured_number_comes_from_the_raw_values(build: Build) -> None:
    """Results, raw values, CPU by role and headline are recomputed from each round's wall time."""
    folder = build()
    page = write_report(folder)[0].read_text()

    rows = {(row[0], row[1]): row[2:] for row in table(part(page, "Results"))}
    for (title, derive), (contender, walls) in ((m, w) for m in METRICS.items() for w in WALLS.items()):
        own = [derive(wall) for wall in walls]
        middle, interval, n, ratio = rows.pop((title, contender))
        assert (middle, n) == (number(median(own)), "5")
        assert all(end in map(number, own) for end in interval.split(" to "))
        bare = median(derive(wall) for wall in WALLS["bare"])
        assert ratio == ("–" if title == "Bring-up, s" else f"{median(own) / bare:.2f}×")
    assert rows == {}

    assert table(part(page, "Raw values")) == [
        [contender, str(i), *(f"{derive(wall):.3f}" for derive in METRICS.values())]
        for contender, walls in WALLS.items()
        for i, wall in enumerate(walls, 1)
    ]

    roles = {(row[0], row[1]): row[2] for row in table(part(page, "CPU by process role"))}
    for contender, parts in ROLES.items():
        for role, share in parts.items():
            assert roles[contender, role] == number(median(wall * 1.5 * share for wall in WALLS[contender]))

    lead = part(page, "Headline").strip().splitlines()[0]
    assert re.sub(r" \([\d.]+ to [\d.]+\)", "", lead.strip("*.")) == (
        "3 days, wall time: bare 4.20 s; Airflow (stock) 9.20 s, 2.19× bare's; Dagster (stock) 7.50 s, 1.79× bare's"
    )


def test_the_html_page_loads_nothing(build: Build) -> None:
    """No script, no font, no picture and no style comes from anywhere but the page itself."""
    html = write_report(build())[1].read_text()
    page = Page(html)
    assert page.open == []
    assert not {"script", "link", "iframe", "object", "img"} & {tag for tag, _ in page.tags}
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.tags:
        for name in ("src", "href", "xlink:href"):
            assert (attributes.get(name) or "#").startswith("#")
    assert not re.search(r"https?://|@import|url\((?!#)", html)


def test_every_picture_says_what_it_shows(build: Build) -> None:
    """Pictures have words in both pages, and each Markdown picture is a file beside the page."""
    folder = build()
    markdown, html, *_ = (path.read_text() for path in write_report(folder))
    pictures = re.findall(r"!\[(.+?)\]\((.+?)\)\n", markdown)
    assert [name for _, name in pictures] == ["backfill-time.svg", "backfill-timeline.svg"]
    assert all(len(words) > 40 and (folder / name).read_text().startswith("<svg") for words, name in pictures)
    images = [attributes for tag, attributes in Page(html).tags if tag == "svg"]
    assert [image["role"] for image in images] == ["img", "img"]
    assert all(len(image["aria-label"] or "") > 40 for image in images)


def test_what_is_missing_is_shown_with_its_reason(build: Build) -> None:
    """A failed contender has no number anywhere, its reason everywhere, and cannot break the page's markup."""
    reason = "the daemon | did not\nanswer: <script>alert(1)</script>"
    folder = build(
        changes={"airflow:stock": {"outcome": "failed", "reason": reason}, "dagster:stock": {"parity": OTHER}}
    )
    markdown, html, *_ = (path.read_text() for path in write_report(folder))
    for title in ("Headline", "Results", "CPU by process role", "Timelines", "Raw values"):
        text = part(markdown, title)
        assert "round 1 failed: the daemon \\| did not answer" in text
        assert "its tables differ from bare's in 2 places" in text
    for row in table(part(markdown, "Raw values"))[5:]:
        assert row[2:] == ["–"] * 5
    assert [row[0] for row in table(part(markdown, "CPU by process role"))] == ["bare"] * 3
    assert "<script" not in html


def test_parity_lists_each_difference(build: Build) -> None:
    """Table, key and column with bare's value and the contender's; the others are said to be identical."""
    page = write_report(build(changes={"airflow:stock": {"parity": OTHER}}))[0].read_text()
    text = part(page, "Parity")
    assert "Airflow (stock): differs from bare in 5 of 5 rounds; differences in a round: 2." in text
    assert "Dagster (stock): identical in 5 rounds." in text
    assert table(text) == [
        ["city_aggregates", "2013-01-02 Newark", "temperature_mean_c", "1.2346", "1.2345"],
        ["city_aggregates", "2013-01-03 Newark", r"\*", "present", "–"],
    ]


@pytest.mark.parametrize(
    ("airflow", "dagster", "verdict"),
    [
        ([9.0, 9.2, 9.4, 9.6], [9.1, 9.3, 9.2, 9.5], "no measurable difference"),
        ([9.0], [7.0], "too few to tell"),
        ([9.0, 9.2], [7.0, 7.1], "too few to tell"),
        ([9.0, 9.2, 9.4, 9.6], [4.0, 4.1, 4.2, 4.3], None),
    ],
)
def test_a_difference_is_claimed_only_where_the_interval_leaves_out_1(
    build: Build, airflow: list[float], dagster: list[float], verdict: str | None
) -> None:
    """The sentence on two orchestrators says when their figures cannot tell them apart."""
    walls = {"bare": [4.0] * len(airflow), "airflow:stock": airflow, "dagster:stock": dagster}
    _, _, *sentences = headline(read_results(build(walls)), "backfill")
    assert sentences[0].startswith("Airflow (stock) against Dagster (stock): ")
    said = [words for words in ("no measurable difference", "too few to tell") if words in " ".join(sentences)]
    assert said == ([verdict] if verdict else [])


def test_each_scenario_has_its_own_heading(build: Build) -> None:
    """With several scenarios nobody can mistake the figures of one for those of another."""
    page = write_report(build(scenarios=["backfill", "catch up"]))[0].read_text()
    assert re.findall(r"^### (.*)$", part(page, "Results"), re.MULTILINE) == ["backfill", "catch up"]
    assert "](catch-up-time.svg)" in page


def test_different_machines_are_pointed_out(build: Build) -> None:
    """Times from two machines do not compare, so the page says that there are two."""
    machine = {"name": "lap", "cpu": "B", "cores": 2, "memory_bytes": 8_000_000_000, "system": "s", "python": "3.13"}
    page = write_report(build(changes={"dagster:stock": {"machine": machine}}))[0].read_text()
    assert [row[0] for row in table(part(page, "Machine"))] == ["desk", "lap"]
    assert "their times do not compare" in part(page, "Machine")


def test_a_timeline_shows_the_median_round_from_the_request_on(build: Build) -> None:
    """Bars are seconds since the request; a step over several days stands in each day's row; tests are left out."""
    bare, airflow, _ = timelines(read_results(build()), "backfill")
    assert (bare.round, airflow.round) == (2, 3)
    assert bare.partitions == ["2013-01-01", "2013-01-02", "2013-01-03"]
    first = airflow.bars.iloc[0]
    assert (first["step"], first["start"]) == ("raw_weather_data", pytest.approx(9.2 / 20))
    assert first["end"] == pytest.approx(9.2 / 20 * 2.2)
    assert (bare.bars["step"] == "weather_report").sum() == 3
    assert "not_null_station" not in set(bare.bars["step"])
    side_by_side = bare.bars[bare.bars["step"].isin(["city_aggregates", "daily_weather_summary"])]
    assert sorted(side_by_side["lane"]) == [0, 0, 0, 1, 1, 1]


def test_nothing_is_written_when_the_results_cannot_be_read(build: Build, tmp_path: Path) -> None:
    """A report never stands half on broken results."""
    folder = build()
    (folder / "plan.json").write_text("{")
    with pytest.raises(ResultError, match=r"plan\.json"):
        write_report(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()
