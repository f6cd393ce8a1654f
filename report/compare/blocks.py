"""A comparison in sentences and tables, for the terminal and the page alike."""

from collections import Counter
from itertools import groupby

from records.names import CONTROL
from report.compare.comparison import FolderComparison, Side
from report.compare.differences import Mismatch
from report.compare.records import COMPARED, NOT_IN, ComparisonRecord
from report.data.metrics import CPU, WALL, WALL_ENDS
from report.page.document import LONG, Block, Items, Table, Text
from report.stats.comparison import ENOUGH
from report.text import MISSING, interval, listed, plural, times

SHOWN = (WALL, CPU)
METRICS = {metric.name: metric for metric in COMPARED}
DRIFT = (
    "The rounds of A and B were not interleaved, so a ratio includes any change of the machine's own speed between the "
    "two runs, and its interval does not show it."
)


def sides(comparison: FolderComparison) -> Text:
    """Which folder is which."""
    same = comparison.a.folder == comparison.b.folder
    return Text(f"A is {_side(comparison.a)}; B is {_side(comparison.b)}{' as well' if same else ''}.")


def differences(comparison: FolderComparison) -> list[Block]:
    """What is not the same on both sides, before any figure."""
    machine, version, case = (
        [each for each in comparison.differences if each.kind == kind] for kind in ("machine", "version", "case")
    )
    found: list[Block] = []
    if machine:
        said = "; ".join(each.words for each in machine)
        found.append(Text(f"Different machines: {said}. The ratios compare the machines as well.", "lead"))
    if version:
        rows = [[each.where, each.what, each.a, each.b] for each in version]
        found += [
            Text(f"Different versions: {listed(_packages(version))}.", "lead"),
            Table("Versions that differ", ["Stack", "Package", "A", "B"], rows, words=4),
        ]
    for name, unlike in groupby(case, key=lambda each: each.where):
        said = "; ".join(each.words for each in unlike)
        found.append(Text(f"Different cases of the same name: {name}, {said}. They are not compared.", "lead"))
    return found or [Text("Machine, versions and cases that both have are the same.")]


def verdicts(comparison: FolderComparison) -> Items:
    """How many comparisons have which verdict, of wall and of CPU time, and which tell A and B apart."""
    said = []
    for metric in SHOWN:
        records = [record for record in comparison.records if record.metric == metric.name]
        counts = Counter(record.verdict for record in records)
        parts = [f"{count} {verdict}" for verdict, count in counts.most_common()]
        said.append(f"B's {metric.lower} against A's, {plural(len(records), 'comparison')}: {', '.join(parts)}.")
        said += [
            f"{record.scenario}, {record.case}, {record.label}: {times(record.ratio)} the {metric.lower} "
            f"({interval(record.low, record.high)})."
            for record in records
            if record.verdict in ("slower", "faster", "more", "less")
        ]
    return Items(said)


def main_table(comparison: FolderComparison) -> list[Block]:
    """Wall and CPU time of all that both sides were asked for; [] where that is nothing."""
    names = [metric.name for metric in SHOWN]
    return _table(f"Wall and CPU time, median over rounds; {WALL_ENDS}", comparison, names)


def more_tables(comparison: FolderComparison) -> list[Block]:
    """Everything else that was counted; [] where nothing was."""
    names = [metric.name for metric in COMPARED if metric not in SHOWN]
    return _table("The other figures, median over rounds (memory: over warm-ups)", comparison, names)


def not_compared(comparison: FolderComparison) -> list[Block]:
    """What has no ratio, and why: one line per case and reason; [] where there is nothing of the kind."""
    found: dict[tuple[str, ...], list[str]] = {}
    for r in comparison.records:
        if r.reason and r.metric == WALL.name:
            why = r.reason + (f" ({r.detail})" if r.detail else "")
            found.setdefault((r.scenario, r.case, why), []).append(r.label)
    items = [f"{scenario}, {case}: {listed(names)}: {why}." for (scenario, case, why), names in found.items()]
    return [Items(items)] if items else []


def caveats(comparison: FolderComparison) -> Items:
    """How to read the ratios, and what they cannot tell."""
    said = [DRIFT]
    if comparison.a.at_one_pace != comparison.b.at_one_pace:
        paced, used = ("A", "B") if comparison.a.at_one_pace else ("B", "A")
        said.append(f"{paced}'s CPU time is normalised for core speed; {used}'s is as used.")
    walls = [r for r in comparison.records if r.metric == WALL.name]
    if any(r.contender == CONTROL and r.ratio is not None for r in walls):
        said.append(f"{CONTROL} runs no orchestrator: where its ratio is not 1, machine, core or dbt have changed.")
    if not any(r.scenario in comparison.a.repeated and r.median_a is not None for r in walls):
        said.append(
            "A was not measured against itself (bench run aa), which would show what difference comes from noise alone."
        )
    said.append(
        f"A ratio is B's geometric mean over A's, with its 95 % interval. A verdict needs {ENOUGH} rounds on both "
        "sides; where the interval includes 1, no difference is measurable."
    )
    return Items(said)


def _table(caption: str, comparison: FolderComparison, metrics: list[str]) -> list[Block]:
    # What only one side was asked for is listed by not_compared, one line per case.
    rows = [_row(r) for r in comparison.records if r.metric in metrics and r.reason not in NOT_IN]
    columns = ["Scenario", "Case", "Contender", "Metric", "A", "B", "Rounds", "B to A", "Interval", "Verdict on B"]
    return [Table(caption, columns, rows, words=4, folded=len(rows) > LONG)] if rows else []


def _row(record: ComparisonRecord) -> list[str]:
    metric = METRICS[record.metric]
    return [
        record.scenario,
        record.case,
        record.contender,
        metric.heading,
        *(MISSING if side is None else metric.text(side) for side in (record.median_a, record.median_b)),
        f"{record.n_a}, {record.n_b}",
        times(record.ratio),
        interval(record.low, record.high),
        record.verdict if record.reason is None else f"missing: {record.reason}",
    ]


def _side(side: Side) -> str:
    return f"{side.folder} (profile {side.profile}, {side.created_at:%Y-%m-%d})"


def _packages(version: list[Mismatch]) -> list[str]:
    return [f"{what} ({', '.join(each.where for each in version if each.what == what)})" for what in _names(version)]


def _names(version: list[Mismatch]) -> list[str]:
    return list(dict.fromkeys(each.what for each in version))
