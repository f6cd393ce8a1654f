"""The pages: complete, true to the raw values, and on their own."""

import re
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from statistics import geometric_mean, median

import pytest

from report import readme
from report.chapters.method.how_measured import method
from report.chapters.side_by_side.concepts import read_concepts
from report.charts.figures import KIND_COLOURS, bars
from report.charts.timeline import shown, timelines
from report.data.folders import read_evidence
from report.data.read import read_results
from report.data.summary import WALL, values
from report.errors import ResultError
from report.page.document import Items
from report.page.render import write_report
from report.text import number

from .conftest import MANY, OTHER, ROLES, WALLS, WARM_UPS, Build
from .made import START, Made, a_case, results_of

SECTIONS = {
    "Verdict": ["Your own ranking"],
    "Backfill": [
        "Headline",
        "Wall and CPU time",
        "Contenders",
        "Results",
        "Where the time goes",
        "Timelines",
        "CPU by process role",
        "When 'done' is said",
        "Metadata and processes",
        "Parity",
        "Row counts",
        "Step counts",
        "Steadiness",
        "Raw values",
    ],
    "Side by side": [concept.title for concept in read_concepts()],
    "Method": [
        "How it was measured",
        "Fairness",
        "Limitations",
        "Changes of the method",
        "Versions",
        "Machine",
        "Raw data",
        "How to reproduce",
    ],
}
ONLY_WITH_MORE = ["Tuned against stock", "Scaling", "Concurrency", "Control plane alone", "Growing data", "Noise"]
MEMORY = "Peak memory, MB"
# What measurement() of conftest.py makes of the wall time of a round, or for memory, in MB, of a warm-up.
METRICS = {
    "Wall time, s": lambda wall: wall,
    "Data ready, s": lambda wall: wall - 0.3,
    "CPU time, s": lambda wall: wall * 1.5,
    MEMORY: lambda wall: int(wall * 50e6) / 1e6,
    "Bring-up, s": lambda wall: wall + 10,
}
# And what it counts, the same in every round.
COUNTS = {
    "Metadata growth, rows": "1234",
    "Metadata growth, MB": "2.500",
    "Processes, count": "12",
    "Harness's CPU, % of CPU time": "0.500",
    "CPU elsewhere, s": "0.250",
}


def part(page: str, title: str) -> str:
    """One section of a Markdown report."""
    return re.split(r"\n##+ ", page.split(f"\n### {title}\n")[1].replace("\n####", "\n~~~~"), maxsplit=1)[0]


def heading(text: str) -> list[str]:
    """The columns of the first table in a Markdown text."""
    return _lines(text)[0]


def table(text: str) -> list[list[str]]:
    """The cells of the first table in a Markdown text, without its heading."""
    return _lines(text)[2:]


def _lines(text: str) -> list[list[str]]:
    first = re.search(r"(^\|.*\n)+", text, re.MULTILINE)
    lines = first[0].splitlines() if first else []
    return [[cell.strip() for cell in re.split(r" \|(?: |$)", line.strip().removeprefix("|"))][:-1] for line in lines]


def without_scripts(html: str) -> str:
    """What a page shows before any script has run."""
    return re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


class Page(HTMLParser):
    """Collects a page's tags and checks that each is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "br", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def pages(many: Path) -> tuple[str, str]:
    """The Markdown and the HTML page of the results in many cases."""
    markdown, html, *_ = (path.read_text() for path in write_report(many))
    return markdown, html


def test_the_report_is_two_pages_and_their_pictures(build: Build, tmp_path: Path) -> None:
    """Every file is returned, pages first, and goes beside the results or where asked; the same each time."""
    folder = build()
    names = ["report.md", "index.html", "verdict.svg", "backfill-time.svg", "backfill-timeline.svg"]
    paths = write_report(folder)
    assert paths == [folder / name for name in names]
    elsewhere = write_report(folder, tmp_path / "new" / "out")
    assert [path.read_text() for path in elsewhere[2:]] == [path.read_text() for path in paths[2:]]
    assert "](.)" in paths[0].read_text()  # the raw data, from where the page is
    assert "](../../results)" in elsewhere[0].read_text()


def test_both_pages_have_every_section(build: Build) -> None:
    """A reader finds the same sections, in the same order, on either page."""
    markdown, html, *_ = (path.read_text() for path in write_report(build()))
    for level, titles in ((2, list(SECTIONS)), (3, list(chain.from_iterable(SECTIONS.values())))):
        assert re.findall(rf"^{'#' * level} (.*)$", markdown, re.MULTILINE) == titles
        headings = re.findall(rf"<h{level}[^>]*>(.*)</h{level}>", without_scripts(html))
        assert [unescape(title) for title in headings] == titles


def test_a_section_that_has_nothing_to_say_is_left_out(build: Build, pages: tuple[str, str]) -> None:
    """Scaling, noise and the like appear where the plan measured what they need."""
    one_case, many_cases = write_report(build())[0].read_text(), pages[0]
    assert not any(f"### {title}" in one_case for title in ONLY_WITH_MORE)
    assert all(f"### {title}" in many_cases for title in ONLY_WITH_MORE)


def test_every_measured_number_comes_from_the_raw_values(build: Build) -> None:
    """Results, raw values, CPU by role and headline are recomputed from each round's wall time."""
    folder = build(warm_ups=WARM_UPS)
    page = write_report(folder)[0].read_text()

    rows = {(row[0], row[1]): row[2:] for row in table(part(page, "Results"))}
    for (title, derive), contender in ((metric, c) for metric in METRICS.items() for c in WALLS):
        source = WARM_UPS if title == MEMORY else WALLS
        own = [derive(wall) for wall in source.get(contender, [])]
        middle, interval, n, ratio = rows.pop((title, contender))
        if not own:
            assert (middle, interval, n, ratio) == ("–", "–", "0", "–")
            continue
        assert (middle, n) == (number(median(own)), str(len(own)))
        assert all(end in map(number, own) for end in interval.split(" to ")) == (len(own) > 1)
        bare = geometric_mean(derive(wall) for wall in source["bare"]) if title != "Bring-up, s" else 1
        assert ratio == ("–" if title == "Bring-up, s" else f"{geometric_mean(own) / bare:.2f}×")
    assert rows == {}

    assert table(part(page, "Raw values")) == [
        [
            contender,
            f"{kind}{i}",
            *("–" if title == MEMORY and not kind else f"{derive(wall):.3f}" for title, derive in METRICS.items()),
            *("–" if contender == "bare" and "Metadata" in title else count for title, count in COUNTS.items()),
        ]
        for kind, source in (("", WALLS), ("warm-up ", WARM_UPS))
        for contender, walls in source.items()
        for i, wall in enumerate(walls, 1)
    ]

    columns, costs = heading(part(page, "CPU by process role")), table(part(page, "CPU by process role"))
    assert [row[0] for row in costs] == list(WALLS)
    for contender, *cells in costs:
        for role, cost in zip(columns[1:-1], cells[:-1], strict=True):
            share = ROLES[contender].get(role)
            expected = "–" if share is None else number(median(wall * 1.5 * share for wall in WALLS[contender]))
            assert cost == expected

    lead = part(page, "Headline").strip().splitlines()[0]
    assert re.sub(r" \([\d.]+ to [\d.]+\)", "", lead.strip("*.")) == (
        "3 days, 2 at once, wall time: bare 4.20 s; Airflow (stock) 9.20 s, 2.23× bare's; "
        "Dagster (stock) 7.50 s, 1.81× bare's"
    )


def test_the_html_page_loads_nothing(build: Build) -> None:
    """No font, no picture and no style comes from anywhere but the page itself; a browser's test sees to scripts."""
    html = write_report(build())[1].read_text()
    page = Page(html)
    assert page.open == []
    assert not {"iframe", "object", "img"} & {tag for tag, _ in page.tags}
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.tags:
        for name in ("src", "href", "xlink:href"):
            assert not re.match(r"[a-z]+:(?!,)|//", attributes.get(name) or "#")
    assert not re.search(r"https?://|@import|url\((?!#)", without_scripts(html))


def test_both_pages_have_the_same_figures(pages: tuple[str, str]) -> None:
    """Row by row, in the same order: what is proved of the one page holds for the other."""
    markdown, html = pages
    marked = re.findall(r"<tr.*?</tr>", without_scripts(html), re.DOTALL)
    rows = [[unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in marked]
    lines = re.findall(r"^\| (?!---)(.*) \|$", markdown, re.MULTILINE)
    assert len(rows) > 300
    assert [[re.sub(r"\\(.)", r"\1", cell) for cell in line.split(" | ")] for line in lines] == rows


def test_every_picture_says_what_it_shows(build: Build) -> None:
    """Pictures have words in both pages, and each Markdown picture is a file beside the page."""
    folder = build()
    markdown, html, *_ = (path.read_text() for path in write_report(folder))
    pictures = re.findall(r"!\[(.+?)\]\((.+?)\)\n", markdown)
    assert [name for _, name in pictures] == ["verdict.svg", "backfill-time.svg", "backfill-timeline.svg"]
    assert all(len(words) > 40 and (folder / name).read_text().startswith("<svg") for words, name in pictures)
    images = [attributes for tag, attributes in Page(html).tags if tag == "svg"]
    assert [image["role"] for image in images] == ["img"] * 3
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
        assert row[2:] == ["–"] * 10
    assert [row[0] for row in table(part(markdown, "CPU by process role"))] == ["bare"]
    assert "<script>alert" not in html


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


def test_every_case_but_the_main_one_is_a_line_in_a_table(many: Path, pages: tuple[str, str]) -> None:
    """Pictures and the first table are about the main case; every other case has its line, and its raw values."""
    page = pages[0]
    results = read_results(many)
    assert [row[1] for row in table(part(page, "Results"))] == [*results.contenders] * 5
    others = table(part(page, "Results").split("~~~~ Other cases")[1])
    assert [tuple(row[:3]) for row in others] == [
        (*subject.key, contender)
        for subject in results.subjects[1:]
        for contender in results.contenders_of(*subject.key)
    ]
    for scenario, case, contender, n, wall, *_ in others:
        own = values(results, scenario, case, contender, WALL)
        assert (n, wall.split(" (")[0]) == (str(len(own)), number(median(own)))
    rounds = [row for row in table(part(page, "Raw values")) if not row[3].startswith("warm-up")]
    assert len(rounds) == len(results.runs)


def test_warm_ups_are_named_as_such_among_the_raw_values(pages: tuple[str, str]) -> None:
    """They are listed whole, with the memory that is read in them alone."""
    page = pages[0]
    named = [row[2] for row in table(part(page, "Raw values")) if row[3] == "warm-up 1"]
    assert named == ["bare", "airflow:tuned", "dagster:tuned"]
    said = part(page, "How it was measured")
    assert "3 warm-ups before, kept with the raw values but in no figure but memory" in said
    assert all((row[7] != "–") == (row[3] == "warm-up 1") for row in table(part(page, "Raw values")))


def test_the_order_of_measuring_is_told_as_it_was() -> None:
    """A case's contenders are said to have followed one another only where they did."""

    def told(*order: tuple[str, int]) -> str:
        made = [
            Made("backfill", a_case(days), contender, [9.0], changes={"started_at": START + timedelta(minutes=minute)})
            for minute, (contender, days) in enumerate(order)
        ]
        (items,) = method(results_of(*made))
        assert isinstance(items, Items)
        return " ".join(items.items)

    words = "those of a case one after another"
    assert words in told(("bare", 1), ("airflow:tuned", 1), ("bare", 7), ("airflow:tuned", 7))
    assert words not in told(("bare", 1), ("bare", 7), ("airflow:tuned", 1), ("airflow:tuned", 7))


def test_a_long_table_is_folded_on_both_pages(pages: tuple[str, str]) -> None:
    """The reader opens it where it is wanted; nothing is left out of it."""
    markdown, html = pages
    lines = len(table(part(markdown, "Raw values")))
    for page in (markdown, html):
        assert (
            f"<details><summary>Each round&#39;s figures; wall time ends when the control plane is done: {lines} lines"
            in page
        )
    assert Page(html).open == []


def test_contenders_whose_counts_are_the_same_share_a_line(build: Build) -> None:
    """A line that stands out is one that differs; a step that is lost is also said in words."""
    lost = {"steps": {"expected": 21, "done": 20, "failed": 1, "repeated": 0}}
    text = part(write_report(build(changes={"airflow:stock": lost}))[0].read_text(), "Step counts")
    assert "In 5 rounds of 15 a step was lost, failed or done again." in text
    assert table(text) == [["bare, dagster:stock", "21", "21", "0", "0"], ["airflow:stock", "21", "20", "1", "0"]]


def test_that_every_step_was_done_once_is_said(build: Build) -> None:
    """The sentence is there only when it is true of every round."""
    text = part(write_report(build())[0].read_text(), "Step counts")
    assert "In each of 15 rounds every step of every partition was done once" in text
    assert table(text) == [["all 3", "21", "21", "0", "0"]]


def test_contenders_are_told_with_what_they_are(pages: tuple[str, str]) -> None:
    """The plan says what each is, and the command that asks for the same again."""
    page = pages[0]
    assert table(part(page, "Contenders")) == [[contender, f"what {contender} is"] for contender in MANY]
    assert "\nuv run bench run backfill --days 3 --rounds 5\n" in part(page, "How to reproduce")


def test_kinds_of_contenders_have_colours_of_their_own(many: Path) -> None:
    """Stock, tuned, special and the control are told apart in the bars, with a legend."""
    picture = bars(read_results(many))
    assert all(f'fill="{colour}"' in picture for colour in KIND_COLOURS.values())
    assert all(f">{kind}</text>" in picture for kind in KIND_COLOURS)


def test_the_stacks_share_a_column_of_versions(pages: tuple[str, str]) -> None:
    """Contenders of a stack have one environment."""
    text = part(pages[0], "Versions")
    assert heading(text) == ["Package", "bare", "airflow", "dagster"]
    assert ["dbt-core", "1.11.0", "1.11.0", "1.11.0"] in table(text)


def test_different_machines_are_pointed_out(build: Build) -> None:
    """Times from two machines do not compare, so the page says that there are two."""
    machine = {"name": "lap", "cpu": "B", "cores": 2, "memory_bytes": 8_000_000_000, "system": "s", "python": "3.13"}
    page = write_report(build(changes={"dagster:stock": {"machine": machine}}))[0].read_text()
    assert [row[0] for row in table(part(page, "Machine"))] == ["desk", "lap"]
    assert "their times do not compare" in part(page, "Machine")


def test_a_timeline_shows_the_median_round_from_the_request_on(build: Build) -> None:
    """Bars are seconds since the request; a step over several days stands in each day's row; tests are left out."""
    bare, airflow, _ = timelines(read_results(build()))
    assert (bare.round, airflow.round) == (2, 3)
    assert bare.partitions == ["2013-01-01", "2013-01-02", "2013-01-03"]
    first = airflow.bars.iloc[0]
    assert (first["step"], first["start"]) == ("raw_weather_data", pytest.approx(9.2 / 20))
    assert first["end"] == pytest.approx(9.2 / 20 * 2.2)
    assert (bare.bars["step"] == "weather_report").sum() == 3
    assert "not_null_station" not in set(bare.bars["step"])
    side_by_side = bare.bars[bare.bars["step"].isin(["city_aggregates", "daily_weather_summary"])]
    assert sorted(side_by_side["lane"]) == [0, 0, 0, 1, 1, 1]


def test_a_stock_contender_has_no_timeline_beside_the_tuned_one(many: Path, build: Build) -> None:
    """The picture stays short; where a stack has only its stock contender, that one is shown."""
    assert shown(read_results(many)) == [contender for contender in MANY if not contender.endswith(":stock")]
    assert shown(read_results(build())) == list(WALLS)


def test_readmes_figures_are_the_verdict(many: Path) -> None:
    """A line a question and orchestrator, the picture, and where the report is."""
    text = readme.figures(read_evidence([many]))
    assert heading(text)[:3] == ["Question", "Contender", "Verdict"]
    assert [row[1] for row in table(text)] == ["Airflow (tuned)", "Dagster (tuned)"] * 4
    assert "](report/verdict.svg)" in text
    assert "on 8 cores." in text


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
    markdown, html, *_ = (path.read_text() for path in write_report(build(walls, changes)))
    assert part(markdown, "Headline").startswith("\n**")
    assert Page(html).open == []


def test_nothing_is_written_when_the_results_cannot_be_read(build: Build, tmp_path: Path) -> None:
    """A report never stands half on broken results."""
    folder = build()
    (folder / "plan.json").write_text("{")
    with pytest.raises(ResultError, match=r"plan\.json"):
        write_report(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()
