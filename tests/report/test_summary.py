"""The summary's figures, against ones worked out by hand."""

import json
from dataclasses import replace
from pathlib import Path
from statistics import geometric_mean

import pytest

from report.data.metrics import CPU, CPU_USED, WALL
from report.data.read import read_results
from report.data.summary import SummaryRecord, summarize
from report.stats.intervals import median_interval, ratio_interval

from .conftest import CASE, OTHER, WALLS, WARM_UPS, Build, case, entries, measurement, write
from .made import Made, a_case, results_of

KEYS = ["scenario", "case", "contender", "metric", "unit", "median", "low", "high", "n", "ratio_to_bare", "parity"]


def records(found: list[SummaryRecord], contender: str) -> dict[str, SummaryRecord]:
    """One contender's records by metric."""
    return {record.metric: record for record in found if record.contender == contender}


def test_a_record_has_exactly_the_documented_keys_in_order(build: Build) -> None:
    """The JSON of a record is a contract with its readers."""
    found = summarize(read_results(build()))
    assert list(json.loads(found[0].model_dump_json())) == KEYS
    assert len(found) == 3 * 10


def _of_means(more: float) -> float:
    """The ratio of Airflow's walls to bare's, so many seconds more in each."""
    airflow, bare = (geometric_mean(wall + more for wall in WALLS[name]) for name in ("airflow:stock", "bare"))
    return airflow / bare


def test_medians_and_ratios_are_those_of_the_raw_values(build: Build) -> None:
    """Median of each metric over the rounds, and the ratio of the geometric mean to bare's.

    The walls of airflow, sorted, are 9.0 9.1 9.2 9.6 9.9.

    Memory is that of the warm-ups, which count for nothing else: 50 MB for each of 10 and 11 s, and for bare's 5 s.
    """
    found = records(summarize(read_results(build(warm_ups=WARM_UPS))), "airflow:stock")
    assert {name: (r.median, r.unit, r.n) for name, r in found.items()} == {
        "wall_time": (9.2, "s", 5),
        "data_ready_time": (pytest.approx(8.9), "s", 5),
        "cpu_time": (pytest.approx(13.8), "s", 5),
        "peak_memory": (pytest.approx(525.0), "MB", 2),
        "bring_up_time": (pytest.approx(19.2), "s", 5),
        "metadata_rows": (1234, "rows", 5),
        "metadata_size": (2.5, "MB", 5),
        "processes": (12, "count", 5),
        "harness_share": (pytest.approx(0.5), "% of CPU time", 5),
        "elsewhere_cpu_time": (0.25, "s", 5),
    }
    ratios = {name: r.ratio_to_bare for name, r in found.items()}
    assert ratios == {
        "wall_time": pytest.approx(_of_means(0)),
        "data_ready_time": pytest.approx(_of_means(-0.3)),
        "cpu_time": pytest.approx(_of_means(0)),
        "peak_memory": pytest.approx(geometric_mean([10, 11]) / 5),
        "processes": pytest.approx(1),
        **dict.fromkeys(("bring_up_time", "metadata_rows", "metadata_size", "harness_share", "elsewhere_cpu_time")),
    }
    assert all(r.parity for r in found.values())


def test_memory_is_missing_without_a_warm_up_that_can_be_trusted(build: Build) -> None:
    """A contender had none, another's left other tables; their other numbers stand."""
    folder = build(warm_ups={"bare": [5.0]})
    write(folder, measurement("airflow:stock", 1, 9.0, warm_up=True, parity=OTHER), 9.0)
    found = summarize(read_results(folder))
    memory = {r.contender: (r.median, r.n, r.ratio_to_bare) for r in found if r.metric == "peak_memory"}
    assert memory == {"bare": (250.0, 1, 1.0), "airflow:stock": (None, 0, None), "dagster:stock": (None, 0, None)}
    assert all(r.parity and r.n == 5 for r in found if r.metric == WALL.name)


def test_an_interval_holds_its_median_and_stays_within_the_values(build: Build) -> None:
    """A percentile bootstrap of a median cannot leave the range of what was measured, and never changes."""
    folder = build()
    found = records(summarize(read_results(folder)), "dagster:stock")["wall_time"]
    assert found.low is not None
    assert found.high is not None
    assert found.median is not None
    assert 7.0 <= found.low < found.median < found.high <= 8.4
    assert summarize(read_results(folder)) == summarize(read_results(folder))


def test_one_value_has_no_interval_and_two_have_their_own(build: Build) -> None:
    """Nothing is claimed that so few values cannot carry."""
    assert median_interval([4.0]) is None
    assert median_interval([4.4, 4.0]) == (4.0, 4.4)
    assert ratio_interval([4.0], [2.0]) is None
    assert ratio_interval([4.0, 6.0], [2.0, 3.0]) == (4.0 / 3.0, 3.0)
    found = records(summarize(read_results(build({"bare": [4.0], "airflow:stock": [9.0]}))), "airflow:stock")
    wall = found["wall_time"]
    assert (wall.median, wall.low, wall.high, wall.n) == (9.0, None, None, 1)
    assert wall.ratio_to_bare == pytest.approx(2.25)


@pytest.mark.parametrize("change", [{"outcome": "failed", "reason": "crashed"}, {"parity": OTHER}])
def test_a_contender_that_failed_or_differs_gets_no_number(build: Build, change: dict[str, object]) -> None:
    """Every number is null and parity is false; the other contenders keep theirs."""
    found = summarize(read_results(build(changes={"airflow:stock": change}, warm_ups=WARM_UPS)))
    for record in records(found, "airflow:stock").values():
        assert (record.median, record.low, record.high, record.ratio_to_bare) == (None, None, None, None)
        assert (record.n, record.parity) == (0, False)
    assert records(found, "dagster:stock")["wall_time"].ratio_to_bare == pytest.approx(
        geometric_mean(WALLS["dagster:stock"]) / geometric_mean(WALLS["bare"])
    )


def test_a_planned_contender_that_was_never_measured_is_still_there(build: Build) -> None:
    """What is missing is shown as missing, not left out."""
    found = summarize(read_results(build(entries=entries([*WALLS, "dagster:tuned"]))))
    wall = records(found, "dagster:tuned")["wall_time"]
    assert (wall.median, wall.n, wall.parity) == (None, 0, False)


def test_without_bare_there_is_no_ratio(build: Build) -> None:
    """A ratio needs its control."""
    found = records(summarize(read_results(build({"airflow:stock": [9.0, 9.2, 9.4]}))), "airflow:stock")
    assert (found["wall_time"].median, found["wall_time"].ratio_to_bare) == (9.2, None)


def test_a_ratio_is_to_bare_in_the_same_case(many: Path) -> None:
    """Every case has a control of its own; where bare was not measured there is no ratio."""
    results = read_results(many)
    found = {(r.scenario, r.case, r.contender): r.ratio_to_bare for r in summarize(results) if r.metric == WALL.name}
    for scenario, one in (("backfill", case(14)), ("growing", case(1, stations=1))):
        tuned, bare = (
            geometric_mean(results.one(results.subject(scenario, one), c).values(WALL))
            for c in ("airflow:tuned", "bare")
        )
        assert found[scenario, one.name, "airflow:tuned"] == pytest.approx(tuned / bare)
    assert found["backfill", case(7, 4).name, "airflow:tuned"] is None


def test_what_is_measured_a_second_time_is_compared_with_the_first_ones_bare(many: Path) -> None:
    """The A/A scenario measures no control of its own."""
    results = read_results(many)
    bare, own = (
        geometric_mean(results.one(results.subject(scenario, case(7)), c).values(WALL))
        for scenario, c in (("backfill", "bare"), ("aa", "dagster:tuned"))
    )
    again = records([r for r in summarize(results) if r.scenario == "aa"], "dagster:tuned")["wall_time"]
    assert again.ratio_to_bare == pytest.approx(own / bare)


def test_a_contender_that_fails_in_one_case_keeps_its_numbers_in_the_others(build: Build) -> None:
    """Numbers are withheld case by case."""
    folder = build(cases=[CASE, case(7)], entries=[*entries(WALLS), *entries(["airflow:stock"], case=case(7))])
    write(folder, measurement("airflow:stock", 1, 20.0, case=case(7), parity=OTHER), 20.0)
    parity = {(r.case, r.contender): r.parity for r in summarize(read_results(folder))}
    assert parity == {(CASE.name, c): True for c in WALLS} | {(case(7).name, "airflow:stock"): False}


def test_cpu_time_is_told_at_the_median_pace_of_the_rounds() -> None:
    """Of rounds at 4, 5 and 10 µs the median is 5 µs: 8, 10 and 20 s as used are 10 s each. Warm-ups have no say."""
    paces = {4e-6: 8.0, 5e-6: 10.0, 1e-5: 20.0}
    rounds = [
        Made("backfill", a_case(), "bare", [10.0], [used], resources={"core_pace_s": pace}, changes={"round": i})
        for i, (pace, used) in enumerate(paces.items(), 1)
    ]
    slow = Made(
        "backfill", a_case(), "bare", [10.0], [99.0], resources={"core_pace_s": 9e-5}, changes={"warm_up": True}
    )
    results = results_of(*rounds, slow)
    kept = replace(results, runs=[run for run in results.runs if not run.measurement.warm_up])
    bare = kept.control(kept.main)
    assert bare.values(CPU) == pytest.approx([10, 10, 10])
    assert bare.values(CPU_USED) == [8, 10, 20]


@pytest.mark.parametrize("outcome", ["completed", "failed"])
def test_a_completed_round_that_tells_no_pace_leaves_all_cpu_time_as_used(outcome: str) -> None:
    """Some rounds at one pace and some as used would not compare; a failed round is in no figure."""
    told = Made("backfill", a_case(), "bare", [10.0, 10.0], [8.0, 10.0], resources={"core_pace_s": 4e-6})
    other = Made("backfill", a_case(), "airflow:tuned", [10.0], [20.0], changes={"outcome": outcome, "reason": "x"})
    results = results_of(told, other)
    assert results.at_one_pace == (outcome == "failed")
    assert ("cpu_time_used" in {r.metric for r in summarize(results)}) == (outcome == "failed")
    assert results.control(results.main).values(CPU) == [8, 10]
