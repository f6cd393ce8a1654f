"""The verdict that is committed, recomputed from the raw files alone."""

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

from report.chapters.verdict.questions import questions
from report.data.folders import Evidence
from report.data.withdrawn import withdrawn
from report.readme import README, REPORT, reference
from report.text import number

from .pages import table

Raw = dict[str, Any]
"""One measurement as its file has it, its time as wall."""


def raw(folder: Path) -> dict[tuple[str, str, str], list[Raw]]:
    """(scenario, case, contender) -> its measurements, warm-ups too, in order of rounds."""
    found: dict[tuple[str, str, str], list[Raw]] = defaultdict(list)
    for path in folder.glob("measurements/*.json"):
        benchmark = json.loads(path.read_text())["benchmarks"][0]
        m = benchmark["extra_info"] | {"wall": benchmark["stats"]["data"][0]}
        found[m["scenario"], m["case"]["name"], m["contender"]].append(m)
    return {key: sorted(own, key=lambda m: m["round"]) for key, own in found.items()}


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return reference()


@pytest.mark.parametrize("page", [README, REPORT / "report.md"], ids=["README", "report"])
def test_every_line_of_the_verdict_is_recomputed_from_the_raw_files(evidence: Evidence, page: Path) -> None:
    """Median, ratio, interval, rounds and words, from the JSON files alone."""
    text = page.read_text()
    shown = {row[0]: row[1:] for row in table(text[text.index("| Question |") :])}
    expected = _expected(evidence)
    assert len(shown) == len(expected)
    for asked, (_, above, below, words) in shown.items():
        own, other = expected[asked]
        if "withdrawn" in words:
            assert asked == "What does a failure or a change cost? Recovery time"
            assert (above, below) == ("–", "–")
            results = evidence.runs("rerun")
            assert results
            assert withdrawn(results, "rerun")
            continue
        (ratio, _, bounds), middle, rounds = _cell(above)
        assert middle.split()[0] == number(median(own))
        assert ratio == f"{geometric_mean(own) / geometric_mean(other):.2f}×"
        assert rounds == _rounds(own)
        assert below == f"{number(median(other))} {middle.split()[1]}, {_rounds(other)}"
        if min(len(own), len(other)) < 5:
            assert words == "too few rounds"
            continue
        low, high = (float(end) for end in bounds.removeprefix("(").removesuffix(")").split(" to "))
        assert (low, high) == pytest.approx(_interval(own, other), rel=0.02)
        less, more = ("Airflow faster", "Airflow needs less"), ("Airflow slower", "Airflow needs more")
        apart = less if high < 1 else more if low > 1 else ("no measurable difference",)
        assert words.partition(" (")[0] in apart


def _cell(text: str) -> tuple[tuple[str, str, str], str, str]:
    """Ratio and bounds, median with its unit, rounds."""
    against, middle, rounds = text.split(", ")
    return against.partition(" "), middle, rounds


def _rounds(values: list[float]) -> str:
    return f"{len(values)} round{'s' * (len(values) > 1)}"


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


def _expected(evidence: Evidence) -> dict[str, list[list[float]]]:
    """Question -> the raw values of Airflow and of Dagster, of the measures that lead."""
    folders = {about: evidence.parts[about].folder for about in ("backfills", "rerun", "ergonomics")}
    backfills, reruns = raw(folders["backfills"]), raw(folders["rerun"])
    main = json.loads((folders["backfills"] / "plan.json").read_text())["main_case"]
    both = ("airflow:tuned", "dagster:tuned")

    def values(read: Callable[[Raw], float], *, warm_ups: bool = False) -> list[list[float]]:
        return [[read(m) for m in backfills["backfill", main, c] if m["warm_up"] is warm_ups] for c in both]

    def pace(m: Raw) -> float:
        return float(m["resources"]["core_pace_s"])

    middle = median(pace(m) for rounds in backfills.values() for m in rounds if not m["warm_up"])
    return {
        "How long is a backfill? Wall time": values(lambda m: m["wall"]),
        "What does a failure or a change cost? Recovery time": [_faults(reruns, c) for c in both],
        "What does it take to run? CPU time": values(lambda m: m["resources"]["cpu_s"] / pace(m) * middle),
        "What does it take to run? Peak memory": values(
            lambda m: m["resources"]["peak_pss_bytes"] / 1e6, warm_ups=True
        ),
        "How quickly does it start? Bring-up": values(lambda m: m["clocks"]["bring_up_s"]),
        "How fast is the test loop? Cold": [_cold(folders["ergonomics"], tool) for tool in ("airflow", "dagster")],
    }


def _faults(reruns: dict[tuple[str, str, str], list[Raw]], contender: str) -> list[float]:
    """A value for each round: the geometric mean over faults of the first way."""
    first = {
        fault: own
        for (fault, _, c), own in reruns.items()
        if c == contender and own[0]["case"].get("remedy", own[0]["case"].get("recovery")) is None
    }
    assert first.keys() == {fault for fault, _, _ in reruns}
    return [geometric_mean(float(m["wall"]) for m in each) for each in zip(*first.values(), strict=True)]


def _cold(folder: Path, tool: str) -> list[float]:
    """A value for each round: the sum over intentions."""
    sums: dict[str, float] = defaultdict(float)
    for path in folder.glob(f"intentions/*-{tool}-round*.json"):
        benchmarks = json.loads(path.read_text())["benchmarks"]
        sums[path.stem.rsplit("-", 1)[1]] += next(b["stats"]["data"][0] for b in benchmarks if b["name"] == "test_cold")
    return [sums[name] for name in sorted(sums)]


def test_the_reports_ranking_is_recomputed_from_its_questions(evidence: Evidence) -> None:
    """The cost of each contender from the raw samples, weighted alike."""
    asked = [each for each in questions(evidence) if any(measure.samples for measure in each.measures)]
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
