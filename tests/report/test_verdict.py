"""The verdict and the ranking."""

import json
from collections import defaultdict
from math import exp, log
from pathlib import Path
from statistics import geometric_mean, mean, median
from typing import Any

import pytest

from report.errors import ResultError
from report.evidence import Evidence, first_of_each, read_evidence
from report.page import write_report
from report.readme import README, REPORT, reference
from report.result_format import RERUNS
from report.verdict.lines import lines, verdict_of
from report.verdict.questions import Measure, Question, questions
from report.verdict.ranking import ranking
from report.words import number

from .conftest import Build
from .test_page import table

Raw = dict[str, Any]
"""One measurement as its file has it, its time as wall."""
CELLS = 7
"""Question, contender, verdict, ratio, interval, median, rounds."""


def measure(name: str, less: str = "faster", **samples: list[float]) -> Measure:
    """A measure of contenders, their names with _ for : here."""
    own = {contender.replace("_", ":"): values for contender, values in samples.items()}
    return Measure(name, "s", less, "slower", own, {}, Path())


def question(*measures: Measure, short: str = "Speed") -> Question:
    return Question(short, f"{short}?", list(measures))


def raw(folder: Path) -> dict[tuple[str, str, str], list[Raw]]:
    """(scenario, case, contender) -> its measurements, warm-ups too, in order of rounds."""
    found: dict[tuple[str, str, str], list[Raw]] = defaultdict(list)
    for path in folder.glob("measurements/*.json"):
        benchmark = json.loads(path.read_text())["benchmarks"][0]
        m = benchmark["extra_info"] | {"wall": benchmark["stats"]["data"][0]}
        found[m["scenario"], m["case"]["name"], m["contender"]].append(m)
    return {key: sorted(own, key=lambda m: m["round"]) for key, own in found.items()}


def test_a_verdict_needs_rounds_and_an_interval_that_leaves_out_one() -> None:
    """Anything else is no verdict, or no measurable difference."""
    assert verdict_of(5, 5, (0.4, 0.9)) == "less"
    assert verdict_of(5, 9, (1.1, 1.9)) == "more"
    assert verdict_of(5, 5, (0.9, 1.1)) == "no measurable difference"
    assert verdict_of(4, 5, (0.1, 0.2)) == "too few rounds"
    assert verdict_of(0, 5, None) == "missing"


def test_both_orchestrators_have_a_line_and_each_others_inverse() -> None:
    """The tuned contender speaks where there is one."""
    values = [10.0, 10.1, 10.2, 9.9, 10.0]
    asked = question(
        measure("m", airflow_stock=[50.0] * 5, airflow_tuned=values, dagster_stock=[2 * v for v in values])
    )
    one, other = lines([asked])
    assert (one.contender, other.contender) == ("airflow:tuned", "dagster:stock")
    assert (one.words, other.words) == ("faster", "slower")
    assert one.ratio == pytest.approx(0.5)
    assert other.ratio == pytest.approx(2)


def test_a_contender_without_a_number_has_its_reason() -> None:
    """No ratio is made up for it."""
    missing = Measure("m", "s", "faster", "slower", {"airflow:tuned": [1.0] * 5}, {"dagster:tuned": "it fell"}, Path())
    assert [line.words for line in lines([question(missing)])] == ["missing: dagster:tuned: it fell"] * 2


def test_the_ranking_is_of_geometric_means_of_ratios_to_the_best() -> None:
    """Over the measures of a question, then over questions."""
    fast = question(
        measure("a", airflow_tuned=[2.0] * 5, dagster_tuned=[1.0] * 5),
        measure("b", airflow_tuned=[8.0], dagster_tuned=[1.0]),
    )
    small = question(measure("c", airflow_tuned=[1.0] * 5, dagster_tuned=[5.0] * 5), short="Size")
    weighed = ranking([fast, small])
    assert weighed
    assert weighed.questions == ["Speed", "Size"]
    assert weighed.scores == [[pytest.approx(log(4), abs=1e-4), 0], [0, pytest.approx(log(5), abs=1e-4)]]
    # Dagster's 1 and 5 against Airflow's 4 and 1: Airflow's geometric mean is less.
    assert [row[:3] for row in weighed.table.rows] == [
        ["1", "Airflow (tuned)", "2.00×"],
        ["2", "Dagster (tuned)", "2.24×"],
    ]
    assert all(len(draw) == 2 for draw in weighed.draws)


def test_the_ranking_says_how_stable_it_is() -> None:
    """Rounds that overlap change places when drawn again; the best in one of two questions has half the weightings."""
    close = question(measure("a", airflow_tuned=[1.0, 2.0, 3.0], dagster_tuned=[1.1, 2.1, 3.1]))
    weighed = ranking([close])
    assert weighed
    first, second = (int(row[3].removesuffix(" %")) for row in weighed.table.rows)
    assert first + second == 100
    assert 10 < second < 50
    one = question(measure("a", airflow_tuned=[1.0], dagster_tuned=[2.0]))
    other = question(measure("b", airflow_tuned=[2.0], dagster_tuned=[1.0]), short="Size")
    both = ranking([one, other])
    assert both
    assert all(45 < int(row[4].removesuffix(" %")) < 55 for row in both.table.rows)


def test_a_contender_without_all_evidence_is_not_ranked() -> None:
    """It stands last, without a place, and is nowhere first."""
    one = question(measure("a", airflow_tuned=[2.0], dagster_tuned=[1.0]))
    other = question(measure("b", airflow_tuned=[2.0]), short="Size")
    weighed = ranking([one, other])
    assert weighed
    assert weighed.scores[1] == [0, None]
    assert weighed.table.rows[-1][:5] == ["–", "Dagster (tuned)", "–", "0 %", "0 %"]


def test_two_folders_about_the_same_are_refused(build: Build) -> None:
    """No figure is made of two runs; the newest is taken only where that is asked for."""
    one, other = build(name="one"), build(name="other")
    with pytest.raises(ResultError, match="other: holds backfills and so does another folder"):
        read_evidence([one, other])
    found = first_of_each([one, other])
    assert found.backfills
    assert found.backfills.folder == one


def test_results_from_two_machines_are_told_before_anything_else(build: Build) -> None:
    """Their seconds do not compare."""
    lap = {"name": "lap", "cpu": "B", "cores": 2, "memory_bytes": 8_000_000_000, "system": "s", "python": "3.13"}
    page = write_report(build(changes={"dagster:stock": {"machine": lap}}))[0].read_text()
    verdict = page.split("\n## Verdict\n")[1]
    assert verdict.strip().startswith(
        "**Not everything was measured on one machine (Backfill on desk and lap; see Machine)."
    )


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return reference()


@pytest.mark.parametrize("page", [README, REPORT / "report.md"], ids=["README", "report"])
def test_every_line_of_the_verdict_is_recomputed_from_the_raw_files(evidence: Evidence, page: Path) -> None:
    """Median, ratio, rounds and words, from the JSON files alone."""
    text = page.read_text()
    shown = {(row[0], row[1]): row[2:] for row in table(text[text.index("| Question |") :]) if len(row) == CELLS}
    expected = _expected(evidence)
    assert shown.keys() == expected.keys()
    for (asked, contender), (words, ratio, interval, middle, rounds) in shown.items():
        own, other = expected[asked, contender]
        assert middle.split()[0] == number(median(own))
        assert ratio == f"{geometric_mean(own) / geometric_mean(other):.2f}×"
        assert rounds == str(len(own))
        if min(len(own), len(other)) < 5:
            assert words == "too few rounds"
            continue
        low, high = (float(end) for end in interval.split(" to "))
        assert low <= float(ratio.removesuffix("×")) <= high
        assert words in (
            ("less", "faster") if high < 1 else ("more", "slower") if low > 1 else ("no measurable difference",)
        )


def _expected(evidence: Evidence) -> dict[tuple[str, str], tuple[list[float], list[float]]]:
    """(question, contender) -> its raw values and the other's, of each question's first measure."""
    assert evidence.backfills
    assert evidence.reruns
    backfills, reruns = raw(evidence.backfills.folder), raw(evidence.reruns.folder)
    main = json.loads((evidence.backfills.folder / "plan.json").read_text())["main_case"]
    both = ("airflow:tuned", "dagster:tuned")

    def rounds(contender: str) -> list[Raw]:
        return [m for m in backfills["backfill", main, contender] if not m["warm_up"]]

    found = {
        "How long is a backfill?": [[m["wall"] for m in rounds(c)] for c in both],
        "What does it take to run?": [[m["resources"]["cpu_s"] for m in rounds(c)] for c in both],
        "How quickly does it start?": [[m["clocks"]["bring_up_s"] for m in rounds(c)] for c in both],
        "What does a failure or a change cost?": [_troubles(reruns, c) for c in both],
    }
    labels = ("Airflow (tuned)", "Dagster (tuned)")
    if evidence.ergonomics:
        found["How fast is the test loop?"] = [
            _cold(evidence.ergonomics.folder, tool) for tool in ("airflow", "dagster")
        ]
    return {(asked, labels[i]): (pair[i], pair[1 - i]) for asked, pair in found.items() for i in range(2)}


def _troubles(reruns: dict[tuple[str, str, str], list[Raw]], contender: str) -> list[float]:
    """A value a round: the geometric mean over troubles of the first way."""
    ways = [own for (scenario, _, c), own in reruns.items() if c == contender and own[0]["case"]["remedy"] is None]
    assert len(ways) == len(RERUNS)
    return [geometric_mean(float(m["wall"]) for m in each) for each in zip(*ways, strict=True)]


def _cold(folder: Path, tool: str) -> list[float]:
    """A value a round: the sum over intentions."""
    sums: dict[str, float] = defaultdict(float)
    for path in folder.glob(f"intentions/*-{tool}-round*.json"):
        benchmarks = json.loads(path.read_text())["benchmarks"]
        sums[path.stem.rsplit("-", 1)[1]] += next(b["stats"]["data"][0] for b in benchmarks if b["name"] == "test_cold")
    return [sums[name] for name in sorted(sums)]


def test_the_reports_ranking_is_recomputed_from_its_questions(evidence: Evidence) -> None:
    """The cost of each contender from the raw samples, weighted alike."""
    asked = questions(evidence)
    text = (REPORT / "report.md").read_text()
    shown = {row[1]: row[2] for row in table(text[text.index("| Place |") :])}
    names = {"Airflow (stock)": "airflow:stock", "Airflow (tuned)": "airflow:tuned"}
    names |= {name.replace("Airflow", "Dagster"): c.replace("airflow", "dagster") for name, c in names.items()}
    assert shown.keys() == names.keys()
    costs = {
        name: [mean(log(geometric_mean(m.samples[c])) for m in each.measures) for each in asked]
        for name, c in names.items()
    }
    for name, own in costs.items():
        relative = [cost - min(each[i] for each in costs.values()) for i, cost in enumerate(own)]
        assert shown[name] == f"{exp(mean(relative)):.2f}×"
