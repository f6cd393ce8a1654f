"""The verdict and the ranking."""

import json
from collections import defaultdict
from collections.abc import Callable
from math import exp, log
from pathlib import Path
from statistics import geometric_mean, mean, median
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm, t  # type: ignore[import-untyped]

from records.measurement import RERUNS
from report.chapters.verdict.questions import Measure, Question, questions
from report.chapters.verdict.ranking import ranking
from report.chapters.verdict.rows import lines, verdict_of
from report.data.folders import Evidence, first_of_each, read_evidence
from report.errors import ResultError
from report.page.render import write_report
from report.readme import README, REPORT, reference
from report.text import number

from .conftest import Build
from .test_page import table

Raw = dict[str, Any]
"""One measurement as its file has it, its time as wall."""


def measure(name: str, less: str = "faster", **samples: list[float]) -> Measure:
    """A measure of contenders, their names with _ for : here."""
    own = {contender.replace("_", ":"): values for contender, values in samples.items()}
    return Measure(name, name, "s", less, "slower", own, {}, name)


def question(*measures: Measure, short: str = "Speed") -> Question:
    return Question(short, f"{short}?", "bench run", list(measures))


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
    assert verdict_of(5, (0.4, 0.9)) == "less"
    assert verdict_of(5, (1.1, 1.9)) == "more"
    assert verdict_of(5, (0.9, 1.1)) == "no measurable difference"
    assert verdict_of(4, (0.1, 0.2)) == "too few rounds"


def test_both_orchestrators_have_a_line_and_each_others_inverse() -> None:
    """The tuned contenders speak where there are both."""
    values = [10.0, 10.1, 10.2, 9.9, 10.0]
    twice = [2 * value for value in values]
    asked = question(
        measure("m", airflow_stock=[50.0] * 5, airflow_tuned=values, dagster_stock=values, dagster_tuned=twice)
    )
    one, other = lines([asked])
    assert (one.contender, other.contender) == ("airflow:tuned", "dagster:tuned")
    assert (one.words, other.words) == ("faster", "slower")
    assert one.ratio == pytest.approx(0.5)
    assert other.ratio == pytest.approx(2)


def test_unlike_configurations_are_not_compared() -> None:
    """Stock with stock, where only one orchestrator was tuned; a tuned one alone has nobody to be compared with."""
    five = [1.0] * 5
    stock = question(measure("m", airflow_stock=five, airflow_tuned=five, dagster_stock=five))
    assert [line.contender for line in lines([stock])] == ["airflow:stock", "dagster:stock"]
    assert lines([question(measure("m", airflow_tuned=five, dagster_stock=five))]) == []


def test_a_contender_without_a_number_has_its_reason() -> None:
    """No ratio is made up for it."""
    missing = Measure(
        "m", "m", "s", "faster", "slower", {"airflow:tuned": [1.0] * 5}, {"dagster:tuned": "it fell"}, "m"
    )
    assert [line.words for line in lines([question(missing)])] == ["missing: Dagster (tuned), it fell"] * 2
    zero = measure("m", airflow_tuned=[0.0] * 5, dagster_tuned=[1.0] * 5)
    assert [line.words for line in lines([question(zero)])] == ["missing: a value is not above 0"] * 2


def test_what_differs_by_rounding_alone_is_no_difference() -> None:
    """Equal counts have a ratio of 1, but for the last digits."""
    assert verdict_of(5, (1 + 1e-12, 1 + 2e-12)) == "no measurable difference"


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


def test_nobody_is_first_where_nobody_has_all_evidence() -> None:
    """No place and no share for anyone."""
    one = question(measure("a", airflow_tuned=[2.0]))
    other = question(measure("b", dagster_tuned=[2.0]), short="Size")
    weighed = ranking([one, other])
    assert weighed
    assert [row[:5] for row in weighed.table.rows] == [
        ["–", name, "–", "0 %", "0 %"] for name in ("Airflow (tuned)", "Dagster (tuned)")
    ]


def test_equals_share_a_place() -> None:
    """A suite that speaks for two contenders puts neither first, in no draw."""
    suite = [1.0, 2.0, 4.0]
    tests = measure("tests", airflow_stock=suite, airflow_tuned=suite, dagster_tuned=[9.0] * 3)
    weighed = ranking([question(tests)])
    assert weighed
    assert [row[0] for row in weighed.table.rows] == ["1", "1", "3"]
    assert [row[3] for row in weighed.table.rows] == ["50 %", "50 %", "0 %"]


def test_measures_of_the_same_rounds_are_drawn_together() -> None:
    """CPU time that is twice the wall time in every round is so in every draw."""
    walls = [1.0, 2.0, 4.0]
    wall, cpu = (
        Measure(
            name,
            name,
            "s",
            "less",
            "more",
            {"airflow:tuned": [times * v for v in walls], "dagster:tuned": walls},
            {},
            "rounds",
        )
        for name, times in (("wall", 1), ("cpu", 2))
    )
    weighed = ranking([question(wall), question(cpu, short="CPU")])
    assert weighed
    assert all(draw[0][1] - draw[0][0] == pytest.approx(log(2), abs=1e-3) for draw in weighed.draws)


def test_a_question_that_was_not_measured_is_named_with_what_measures_it(build: Build) -> None:
    """A short report does not look like a whole one."""
    text = write_report(build())[0].read_text()
    assert "- How fast is the test loop? Not measured here: bench ergonomics." in text
    assert "- What does a failure or a change cost? Not measured here: bench run --profile rerun." in text


def test_what_failed_on_both_sides_is_missing_and_not_unmeasured(build: Build) -> None:
    """Each has its reason in the verdict's line."""
    failed = {"outcome": "failed", "reason": "it fell"}
    text = write_report(build(changes={"airflow:stock": failed, "dagster:stock": failed}))[0].read_text()
    assert (
        "| How long is a backfill? Wall time | Airflow (stock) | missing: Airflow (stock), round 1 failed: it fell;"
        in text
    )
    assert "How long is a backfill? Not measured here" not in text


def test_one_orchestrator_alone_has_no_verdict(build: Build) -> None:
    """And the page says so."""
    text = write_report(build({"bare": [4.0] * 5, "airflow:tuned": [9.0] * 5}))[0].read_text()
    assert "**Nothing here compares the two orchestrators in the same configuration.**" in text


def test_two_folders_about_the_same_are_refused(build: Build) -> None:
    """No figure is made of two runs; the newest is taken only where that is asked for."""
    one, other = build(name="one"), build(name="other")
    with pytest.raises(ResultError, match="other: holds backfills and so does another folder"):
        read_evidence([one, other])
    found = first_of_each([one, other])
    assert found.backfills
    assert found.backfills.folder == one


def test_results_from_two_machines_are_told_and_have_no_verdict(build: Build) -> None:
    """A ratio across machines would be of machines as well."""
    lap = {
        "name": "lap",
        "cpu": "B",
        "cores": 8,
        "memory_bytes": 32_000_000_000,
        "system": "Linux 6.1",
        "python": "3.11.2",
    }
    page = write_report(build(changes={"dagster:stock": {"machine": lap}}))[0].read_text()
    verdict = page.split("\n## Verdict\n")[1].split("\n## ")[0]
    assert verdict.strip().startswith(
        "**Not everything was measured on one machine, by its name and cpu: Backfill on desk, A CPU and lap, B."
    )
    assert "faster" not in verdict
    assert "slower" not in verdict


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return reference()


@pytest.mark.parametrize("page", [README, REPORT / "report.md"], ids=["README", "report"])
def test_every_line_of_the_verdict_is_recomputed_from_the_raw_files(evidence: Evidence, page: Path) -> None:
    """Median, ratio, interval, rounds and words, from the JSON files alone."""
    text = page.read_text()
    shown = {(row[0], row[1]): row[2:] for row in table(text[text.index("| Question |") :])}
    expected = _expected(evidence)
    assert len(shown) == len(expected)
    for place, (words, ratio, interval, middle, rounds) in shown.items():
        own, other = expected[place]
        assert middle.split()[0] == number(median(own))
        assert ratio == f"{geometric_mean(own) / geometric_mean(other):.2f}×"
        assert rounds == str(len(own))
        if min(len(own), len(other)) < 5:
            assert words == "too few rounds"
            continue
        low, high = (float(end) for end in interval.split(" to "))
        assert (low, high) == pytest.approx(_interval(own, other), rel=0.02)
        verdicts = ("less", "faster") if high < 1 else ("more", "slower") if low > 1 else ("no measurable difference",)
        assert words in verdicts


def _interval(own: list[float], other: list[float]) -> tuple[float, float]:
    """The expanded percentile interval of the ratio of geometric means, drawn here; of whole rounds from eight on."""
    rng = np.random.default_rng(1)
    fewest = min(len(own), len(other))
    expanded = fewest / (fewest - 1)
    if len(own) == len(other) >= 8:
        differences = np.log(own) - np.log(other)
        drawn = rng.choice(differences, (20_000, fewest)).mean(axis=1)
        wide = expanded * t.ppf(0.975, fewest - 1)
    else:
        above, below = (np.log(rng.choice(side, (20_000, len(side)))).mean(axis=1) for side in (own, other))
        drawn = above - below
        wide = expanded**0.5 * t.ppf(0.975, len(own) + len(other) - 2)
    low, high = np.quantile(drawn, [norm.cdf(-wide), norm.cdf(wide)])
    return float(np.exp(low)), float(np.exp(high))


def _expected(evidence: Evidence) -> dict[tuple[str, str], tuple[list[float], list[float]]]:
    """(question, contender) -> its raw values and the other's, of the measures that lead."""
    assert evidence.backfills
    assert evidence.reruns
    backfills, reruns = raw(evidence.backfills.folder), raw(evidence.reruns.folder)
    main = json.loads((evidence.backfills.folder / "plan.json").read_text())["main_case"]
    both = ("airflow:tuned", "dagster:tuned")

    def values(read: Callable[[Raw], float], *, warm_ups: bool = False) -> list[list[float]]:
        return [[read(m) for m in backfills["backfill", main, c] if m["warm_up"] is warm_ups] for c in both]

    def pace(m: Raw) -> float:
        return float(m["resources"]["core_pace_s"])

    middle = median(pace(m) for rounds in backfills.values() for m in rounds if not m["warm_up"])
    found = {
        "How long is a backfill? Wall time": values(lambda m: m["wall"]),
        "What does a failure or a change cost? Time until 'done'": [_troubles(reruns, c) for c in both],
        "What does it take to run? CPU time": values(lambda m: m["resources"]["cpu_s"] / pace(m) * middle),
        "What does it take to run? Peak memory": values(
            lambda m: m["resources"]["peak_pss_bytes"] / 1e6, warm_ups=True
        ),
        "How quickly does it start? Bring-up": values(lambda m: m["clocks"]["bring_up_s"]),
    }
    if evidence.ergonomics:
        suites = [_cold(evidence.ergonomics.folder, tool) for tool in ("airflow", "dagster")]
        found["How fast is the test loop? Cold"] = suites
    labels = ("Airflow (tuned)", "Dagster (tuned)")
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
    asked = [each for each in questions(evidence) if each.measures]
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
