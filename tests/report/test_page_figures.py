"""What the pages show is what was measured."""

import re
from pathlib import Path
from statistics import geometric_mean, median

import pytest

from report.data.metrics import WALL
from report.data.read import read_results
from report.report import write_report
from report.text import number

from .conftest import OTHER, ROLES, WALLS, WARM_UPS, Build, Report
from .pages import heading, part, table, whole

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


@pytest.fixture
def page(many_report: Report) -> str:
    """The Markdown page of the results in many cases."""
    return many_report[0]


def test_every_measured_number_comes_from_the_raw_values(build: Build) -> None:
    """Results, raw values, CPU by role and headline are recomputed from each round's wall time."""
    folder = build(warm_ups=WARM_UPS)
    page = whole(write_report(folder)[0])

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
    assert re.sub(r" \([\d.]+ to [\d.]+\)", "", lead.strip("-. ")) == (
        "3 days, 2 at once, wall time: bare 4.20 s; Airflow (stock) 9.20 s, 2.23× bare's; "
        "Dagster (stock) 7.50 s, 1.81× bare's"
    )


def test_what_is_missing_is_shown_with_its_reason(build: Build) -> None:
    """A failed contender has no number anywhere, its reason everywhere, and cannot break the page's markup."""
    reason = "the daemon | did not\nanswer: <script>alert(1)</script>"
    folder = build(
        changes={"airflow:stock": {"outcome": "failed", "reason": reason}, "dagster:stock": {"parity": OTHER}}
    )
    first, second, *_ = write_report(folder)
    markdown, html = whole(first), second.read_text()
    for title in ("Headline", "Results", "CPU by process role", "Timelines", "Raw values"):
        text = part(markdown, title)
        assert "round 1 failed: the daemon \\| did not answer" in text
        assert "its tables differ from bare's in 2 places" in text
    for row in table(part(markdown, "Raw values"))[5:]:
        assert row[2:] == ["–"] * 10
    assert [row[0] for row in table(part(markdown, "CPU by process role"))] == ["bare"]
    assert "<script>alert" not in html


def test_every_case_but_the_main_one_is_a_line_in_a_table(many: Path, page: str) -> None:
    """Pictures and the first table are about the main case; every other case has its line, and its raw values."""
    results = read_results(many)
    assert [row[1] for row in table(part(page, "Results"))] == [each.name for each in results.contenders] * 5
    others = table(part(page, "Results").split("~~~~ Other cases")[1])
    assert [tuple(row[:3]) for row in others] == [
        (*subject.key, series.name) for subject in results.subjects[1:] for series in results.series(subject)
    ]
    every = [series for subject in results.subjects[1:] for series in results.series(subject)]
    for series, (_, _, _, n, wall, *_) in zip(every, others, strict=True):
        own = series.values(WALL)
        assert (n, wall.split(" (")[0]) == (str(len(own)), number(median(own)))
    rounds = [row for row in table(part(page, "Raw values")) if not row[3].startswith("warm-up")]
    assert len(rounds) == len(results.runs)


def test_warm_ups_are_named_as_such_among_the_raw_values(page: str) -> None:
    """They are listed whole, with the memory that is read in them alone."""
    named = [row[2] for row in table(part(page, "Raw values")) if row[3] == "warm-up 1"]
    assert named == ["bare", "airflow:tuned", "dagster:tuned"]
    said = part(page, "How it was measured")
    assert "3 warm-ups before them, of which only memory is used" in said
    assert all((row[7] != "–") == (row[3] == "warm-up 1") for row in table(part(page, "Raw values")))
