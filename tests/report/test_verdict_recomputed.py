"""The verdict that is committed, recomputed from the raw files alone."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from math import exp, log
from pathlib import Path
from statistics import geometric_mean, mean, median
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm, t  # type: ignore[import-untyped]

from records.names import REFERENCES
from report.chapters.verdict.questions import questions
from report.chapters.verdict.ranking import weighable
from report.data.changes import changed_since
from report.data.folders import Evidence
from report.data.withdrawn import withdrawn
from report.readme import README, REPORT, reference
from report.text import number, plural

from .pages import table

Raw = dict[str, Any]
"""One measurement as its file has it, its time as wall, its file's name as file."""
Row = tuple[str, str]
"""Question with its measure, configuration."""
_TOOLS = ("airflow", "dagster")
Sides = tuple[list[float], list[float]]
"""The raw values of Airflow and of Dagster."""


def raw(folder: Path) -> dict[tuple[str, str, str], list[Raw]]:
    """(scenario, case, contender) -> its measurements, warm-ups too, in order of rounds."""
    found: dict[tuple[str, str, str], list[Raw]] = defaultdict(list)
    for path in folder.glob("measurements/*.json"):
        benchmark = json.loads(path.read_text())["benchmarks"][0]
        m = benchmark["extra_info"] | {"wall": benchmark["stats"]["data"][0], "file": path.stem}
        found[m["scenario"], m["case"]["name"], m["contender"]].append(m)
    return {key: sorted(own, key=lambda m: m["round"]) for key, own in found.items()}


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return reference()


@pytest.fixture(scope="module")
def shown() -> list[list[str]]:
    """The rows of the verdict's table: kind of work, question, configuration, Airflow, Dagster, words, chapter."""
    text = (REPORT / "report.md").read_text()
    return table(text[text.index("| Kind of work |") :])


def test_every_ratio_of_the_verdict_is_recomputed_from_the_raw_files(
    evidence: Evidence, shown: list[list[str]]
) -> None:
    """Median, ratio, interval, rounds and words, from the JSON files alone; and every row that they give is there."""
    expected = dict(_expected(evidence))
    rows = {(row[1], row[2]): row[3:] for row in shown if (row[1], row[2]) in expected}
    assert rows.keys() == expected.keys()
    for asked, (above, below, words, _) in rows.items():
        own, other = expected[asked]
        if words.startswith("missing"):
            results = evidence.runs("rerun")
            assert results
            of_tests = changed_since(evidence.parts["ergonomics"].measured_on)
            why = withdrawn(results, "rerun") if "failure" in asked[0] else f"older than its method: {of_tests} changes"
            assert why
            assert why in words
            assert (above, below) == ("–", "–")
            continue
        enough = min(len(own), len(other)) >= 5
        cells = above.split(", ")
        typical = mean if "each further day" in asked[0] else median
        assert cells[-2].split()[0] == number(typical(own))
        assert cells[-1] == plural(len(own), "round")
        assert below == f"{number(typical(other))} {cells[-2].split()[1]}, {plural(len(other), 'round')}"
        assert len(cells) == (3 if enough else 2)
        if not enough:
            assert words.startswith("too few rounds")
            continue
        ratio, _, bounds = cells[0].partition(" ")
        assert ratio == f"{geometric_mean(own) / geometric_mean(other):.2f}×"
        low, high = (float(end) for end in bounds.removeprefix("(").removesuffix(")").split(" to "))
        assert (low, high) == pytest.approx(_interval(own, other), rel=0.02, abs=0.0051)
        less, more = ("Airflow faster", "Airflow needs less"), ("Airflow slower", "Airflow needs more")
        apart = less if high < 1 else more if low > 1 else ("no measurable difference",)
        assert words.partition(" \N{WARNING SIGN}")[0].partition(" (")[0] in apart


def test_the_other_rows_are_counts_of_both_tools(evidence: Evidence, shown: list[list[str]]) -> None:
    """What is not a ratio has no interval to be taken for one."""
    expected = dict(_expected(evidence))
    others = [row for row in shown if (row[1], row[2]) not in expected]
    assert others
    for row in others:
        assert row[2] in ("any", "tuned")
        assert "×" not in "".join(row)
        assert "–" not in row[3:5]


def test_readmes_findings_have_the_ratios_of_the_verdicts_rows(shown: list[list[str]]) -> None:
    """Each ratio that it names stands in a row of the table."""
    text = README.read_text()
    findings = [line for line in text.splitlines() if line.startswith(("- Airflow where", "- Dagster where"))]
    assert findings
    ratios = {cell.partition("×")[0] for row in shown for cell in row[3:5] if "×" in cell}
    for line in findings:
        named = [word.strip("(;,.)") for word in line.split() if "×" in word]
        assert named
        assert {word.partition("×")[0] for word in named} <= ratios


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


def _expected(evidence: Evidence) -> Iterator[tuple[Row, Sides]]:
    """Every row of the measures that lead, with the raw values of both sides."""
    reruns = raw(evidence.parts["rerun"].folder)
    both = ("airflow:tuned", "dagster:tuned")
    yield ("What does a failure or a change cost? Recovery time", "tuned"), _sides(_faults(reruns, c) for c in both)
    tests = evidence.parts["ergonomics"].folder
    for how, test in (("in a fresh process", "test_cold"), ("again in the same process", "test_warm")):
        yield (f"How fast is the test loop? Tests {how}", "any"), _sides(_suite(tests, tool, test) for tool in _TOOLS)
    found: dict[Row, dict[tuple[str, str], Sides]] = defaultdict(dict)
    for profile in REFERENCES:
        if part := evidence.of(f"backfills-{profile}"):
            for asked, who, sides in _of_reference(part.folder):
                before = found[asked].get(who)
                if before is None or min(map(len, sides)) > min(map(len, before)):
                    found[asked][who] = sides
    for asked, of in found.items():
        assert len(of) == 1
        yield asked, next(iter(of.values()))


def _of_reference(folder: Path) -> Iterator[tuple[Row, tuple[str, str], Sides]]:
    """The rows of one reference on backfills, pair by pair, where two sizes were measured as often."""
    measured = raw(folder)
    plan = json.loads((folder / "plan.json").read_text())
    days = {case["name"]: case for case in plan["cases"]}
    sizes = _sizes(measured, days)
    if not sizes:
        return
    small, large, many = sizes
    paces = [m["resources"]["core_pace_s"] for own in measured.values() for m in own if not m["warm_up"]]
    middle = median(paces)
    main = plan["main_case"]
    warm_ups = Counter(key[1] for key, own in measured.items() for m in own if m["warm_up"])
    watched = main if warm_ups[main] else max(days, key=lambda case: warm_ups[case])

    def values(case: str, contender: str, read: Callable[[Raw], float], *, warm_ups: bool = False) -> list[float]:
        return [read(m) for m in measured.get(("backfill", case, contender), []) if m["warm_up"] is warm_ups]

    def of_a_day(contender: str, read: Callable[[Raw], float]) -> list[float]:
        between = _count(days[large]) - _count(days[small])
        pairs = zip(values(small, contender, read), values(large, contender, read), strict=True)
        return [(most - least) / between for least, most in pairs]

    def wall(m: Raw) -> float:
        return float(m["wall"])

    def cpu(m: Raw) -> float:
        return float(m["resources"]["cpu_s"] / m["resources"]["core_pace_s"] * middle)

    def memory(m: Raw) -> float:
        return float(m["resources"]["peak_pss_bytes"]) / 1e6

    reads: dict[str, Callable[[str], list[float]]] = {
        "How long is a backfill? Time to the first step": lambda c: values(main, c, lambda m: _first_step(folder, m)),
        "How long is a backfill? First step without a daemon's wait": lambda c: values(
            main, c, lambda m: _first_step(folder, m) - (m["clocks"]["turn_wait_s"] or 0)
        ),
        "How long is a backfill? Wall time of each further day": lambda c: of_a_day(c, wall),
        "What does it take to run? CPU time of each further day": lambda c: of_a_day(c, cpu),
        "What does it take to run? Peak memory": lambda c: values(watched, c, memory, warm_ups=True),
        "How quickly does it start? Bring-up": lambda c: values(main, c, lambda m: m["clocks"]["bring_up_s"]),
    }
    for case in (large, many) if many else (large,):
        asked = f"How long is a backfill? Wall time of {_count(days[case])} days"
        reads[asked] = lambda c, case=case: values(case, c, wall)
    for configuration, who in _pairs(plan, {contender for _, _, contender in measured}):
        for question, read in reads.items():
            if (above := read(who[0])) and (below := read(who[1])):
                yield (question, configuration), who, (above, below)


def _sizes(measured: dict[tuple[str, str, str], list[Raw]], days: dict[str, Raw]) -> tuple[str, str, str] | None:
    """The two cases that rounds are paired in, and the largest one that checks them, "" where there is none."""
    rounds: dict[str, int] = {}
    for (scenario, case, _), own in measured.items():
        if scenario == "backfill" and not days[case].get("launched_as"):
            rounds[case] = max(rounds.get(case, 0), sum(not m["warm_up"] for m in own))
    most = max(rounds.values())
    often = sorted((case for case in rounds if rounds[case] == most), key=lambda case: _count(days[case]))
    if len(often) not in (2, 3) or most < 3:
        return None
    larger = [case for case in rounds if _count(days[case]) > _count(days[often[1]])]
    return often[0], often[1], max(larger, key=lambda case: _count(days[case]), default="")


def _pairs(plan: Raw, measured: set[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Configuration -> its contenders of Airflow and of Dagster: the first of each, then the second."""
    contenders = [one for one in plan["contenders"] if one["name"] in measured]
    for pair in dict.fromkeys(pair for one in contenders for pair in one["pairs"]):
        own_of = {tool: [one for one in contenders if one["stack"] == tool and pair in one["pairs"]] for tool in _TOOLS}
        of = list(own_of.values())
        for place in range(max(map(len, of)) if all(of) else 0):
            one, other = (own[min(place, len(own) - 1)] for own in of)
            workers = [one["workers"], other["workers"]]
            alike = f"{pair}, all {workers[0]}" if place else pair
            apart = f"{pair}, Airflow {workers[0]}, Dagster {workers[1]}"
            name = alike if workers[0] == workers[1] else apart
            yield name, (one["name"], other["name"])


def _count(case: Raw) -> int:
    days = case["days"]
    return (datetime.fromisoformat(days["end"]) - datetime.fromisoformat(days["start"])).days + 1


def _first_step(folder: Path, m: Raw) -> float:
    with (folder / "step_log" / f"{m['file']}.csv").open() as log:
        first = min(datetime.fromisoformat(row["started_at"]) for row in csv.DictReader(log))
    return (first - datetime.fromisoformat(m["started_at"])).total_seconds()


def _sides(values: Iterator[list[float]]) -> Sides:
    above, below = values
    return above, below


def _faults(reruns: dict[tuple[str, str, str], list[Raw]], contender: str) -> list[float]:
    """A value for each round: the geometric mean over faults of the first way."""
    first = {
        fault: own
        for (fault, _, c), own in reruns.items()
        if c == contender and own[0]["case"].get("remedy", own[0]["case"].get("recovery")) is None
    }
    assert first.keys() == {fault for fault, _, _ in reruns}
    return [geometric_mean(float(m["wall"]) for m in each) for each in zip(*first.values(), strict=True)]


def _suite(folder: Path, tool: str, test: str) -> list[float]:
    """A value for each round: the sum over intentions."""
    sums: dict[str, float] = defaultdict(float)
    for path in folder.glob(f"intentions/*-{tool}-round*.json"):
        benchmarks = json.loads(path.read_text())["benchmarks"]
        sums[path.stem.rsplit("-", 1)[1]] += next(b["stats"]["data"][0] for b in benchmarks if b["name"] == test)
    return [sums[name] for name in sorted(sums)]


def test_the_reports_ranking_is_recomputed_from_its_questions(evidence: Evidence) -> None:
    """The cost of each contender from the raw samples, weighted alike."""
    asked = [
        [measure for measure in each.measures if measure.samples and measure.ranked]
        for each in weighable(questions(evidence))
    ]
    text = (REPORT / "report.md").read_text()
    shown = {row[1]: row[2] for row in table(text[text.index("| Place |") :])}
    labels = {one.label: one.name for own in asked for measure in own for one in measure.contenders}
    costs = {
        label: [mean(log(geometric_mean(m.samples[labels[label]])) for m in own) for own in asked if own]
        for label, cost in shown.items()
        if cost != "–"
    }
    assert costs
    for label, own in costs.items():
        relative = [cost - min(each[i] for each in costs.values()) for i, cost in enumerate(own)]
        assert shown[label] == f"{exp(mean(relative)):.2f}×"
