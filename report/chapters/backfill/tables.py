"""What was measured, as tables: medians of the main case, one line for each other case, every raw value."""

from collections.abc import Iterable
from statistics import median

from report.data.results import Results, Run, Subject
from report.data.summary import (
    CONTROL,
    CPU,
    MAIN_METRICS,
    MORE_METRICS,
    PEAK_MEMORY,
    WALL,
    Metric,
    SummaryRecord,
    metrics_of,
    sound,
    summarize_case,
    withheld,
)
from report.page.document import Block, Items, Table, Text
from report.text import MISSING, case_label, interval, label, number, one_line, times

INTERVAL = "95 % interval (of two rounds: both values)"
WALL_ENDS = "wall time ends when the control plane is done"
OVER = "median over rounds (memory: over warm-ups)"
DBT_ROLE = (
    "dbt is a role of its own only where it is a process of its own, in Dagster: in Airflow it runs inside the task "
    f"and in {CONTROL} inside the pipeline, and is in their figure. dbt's figure is a lower bound; the rest of it is "
    "with the process that started it."
)
LONG = 40
"""How many lines of a table that is not about the main case are shown unasked."""


def results_tables(results: Results) -> list[Block]:
    """The main case in full, what else was counted in it, and every other case in short."""
    main = case_label(results.main.case)
    return [
        _main_table(results, f"{main}: {OVER} and its {INTERVAL}; {WALL_ENDS}"),
        *_counted(results, f"{main}: what else was counted, median over rounds"),
        *missing(results),
        *_other_cases(results),
    ]


def roles(results: Results) -> list[Block]:
    """CPU time of the main case by process role: a line a contender, the costliest role first."""
    key = results.main.key
    numbered = [c for c in results.contenders_of(*key) if withheld(results, *key, c) is None]
    used = {c: [run.measurement.resources for run in results.of(*key, c)] for c in numbered}
    names = {role for rounds in used.values() for u in rounds for role in u.cpu_s_by_role}
    found = {
        c: {
            role: median(u.cpu_s_by_role.get(role, 0) for u in rounds)
            for role in names
            if any(role in u.cpu_s_by_role for u in rounds)
        }
        for c, rounds in used.items()
    }
    by_cost = sorted(names, key=lambda role: (-sum(each.get(role, 0) for each in found.values()), role))
    rows = [
        [
            c,
            *(number(found[c].get(role)) for role in by_cost),
            number(median(u.harness_cpu_s for u in rounds)),
        ]
        for c, rounds in used.items()
    ]
    caption = f"{case_label(results.main.case)}: CPU seconds as used, median over rounds"
    table = Table(caption, ["Contender", *by_cost, "harness (not in CPU time)"], rows)
    shown: list[Block] = [table] if by_cost else []
    about = [Text(DBT_ROLE)] if shown and results.plan.target == "embedded" else []
    return [*shown, *about, *missing(results)]


def raw_values(results: Results) -> list[Block]:
    """Every figure of every round, warm-ups too."""
    subjects = [*results.subjects, *results.reruns]
    several = len(subjects) > 1
    metrics = metrics_of(results)
    rows = []
    for subject in subjects:
        where = list(subject.key) if several else []
        for contender in results.contenders_of(*subject.key):
            numbered = withheld(results, *subject.key, contender) is None
            for run in results.of(*subject.key, contender):
                rows.append([*where, contender, str(run.measurement.round), *_figures(run, metrics, shown=numbered)])
    for run in results.warm_ups:
        scenario, case, contender = run.key
        where = [scenario, case] if several else []
        rows.append([*where, contender, f"warm-up {run.measurement.round}", *_figures(run, metrics, shown=sound(run))])
    columns_ = [*(["Scenario", "Case"] if several else []), "Contender", "Round", *(m.heading for m in metrics)]
    words = 4 if several else 2
    table = Table(f"Each round's figures; {WALL_ENDS}", columns_, rows, words=words, folded=len(rows) > LONG)
    return [table, *missing(results), *_missing_elsewhere(results)]


def missing(results: Results) -> list[Block]:
    """Which contenders have no number in the main case, and why."""
    key = results.main.key
    reasons = {c: withheld(results, *key, c) for c in results.contenders_of(*key)}
    items = [f"{label(c)} is missing: {one_line(reason)}." for c, reason in reasons.items() if reason]
    return [Items(items)] if items else []


def _main_table(results: Results, caption: str) -> Table:
    records = summarize_case(results, *results.main.key, MAIN_METRICS)
    rows = [
        [
            metric.heading,
            r.contender,
            number(r.median),
            interval(r.low, r.high),
            str(r.n),
            times(r.ratio_to_bare),
        ]
        for metric in MAIN_METRICS
        for r in records
        if r.metric == metric.name
    ]
    columns = ["Metric", "Contender", "Median", "Interval", "n", f"Ratio to {CONTROL}"]
    return Table(caption, columns, rows, words=2)


def _counted(results: Results, caption: str) -> list[Block]:
    """Metrics that no round has are left out."""
    records = {(r.contender, r.metric): r for r in summarize_case(results, *results.main.key, MORE_METRICS)}
    present = [m for m in MORE_METRICS if any(r.n for (_, metric), r in records.items() if metric == m.name)]
    rows = [
        [contender, *(metric.text(records[contender, metric.name].median) for metric in present)]
        for contender in results.contenders_of(*results.main.key)
    ]
    return [Table(caption, ["Contender", *(metric.heading for metric in present)], rows)] if present else []


def _other_cases(results: Results) -> list[Block]:
    others = results.subjects[1:]
    rows = [row for subject in others for row in _case_rows(results, subject)]
    columns = [
        *("Scenario", "Case", "Contender", "n"),
        *(WALL.heading, f"{TIMES_BARE}", CPU.heading, f"{TIMES_BARE}", PEAK_MEMORY.heading),
    ]
    caption = f"Every other case: {OVER} and, in brackets, its {INTERVAL}"
    table = Table(caption, columns, rows, words=3, folded=len(rows) > LONG)
    return [Text("Other cases", "heading"), table, *_missing_elsewhere(results)] if rows else []


TIMES_BARE = f"to {CONTROL}"


def _case_rows(results: Results, subject: Subject) -> list[list[str]]:
    metrics = (WALL, CPU, PEAK_MEMORY)
    records = {(r.contender, r.metric): r for r in summarize_case(results, *subject.key, metrics)}
    rows = []
    for contender in results.contenders_of(*subject.key):
        wall, cpu, memory = (records[contender, metric.name] for metric in metrics)
        ratios = [times(record.ratio_to_bare) for record in (wall, cpu)]
        rows.append(
            [*subject.key, contender, str(wall.n), _cell(wall), ratios[0], _cell(cpu), ratios[1], number(memory.median)]
        )
    return rows


def _cell(record: SummaryRecord) -> str:
    bounds = f" ({interval(record.low, record.high)})" if record.low is not None else ""
    return number(record.median) + bounds


def _missing_elsewhere(results: Results) -> list[Block]:
    """Which contenders have no number in the other cases: a line a contender and reason."""
    found: dict[tuple[str, str], list[str]] = {}
    for subject in results.subjects[1:]:
        for contender in results.contenders_of(*subject.key):
            if reason := withheld(results, *subject.key, contender):
                found.setdefault((contender, one_line(reason)), []).append(" ".join(subject.key))
    items = [f"{label(c)} is missing in {', '.join(where)}: {reason}." for (c, reason), where in found.items()]
    return [Items(items)] if items else []


def _figures(run: Run, metrics: Iterable[Metric], *, shown: bool) -> list[str]:
    return [_exact(metric.value(run) if shown else None, whole=metric.whole) for metric in metrics]


def _exact(value: float | None, *, whole: bool) -> str:
    return MISSING if value is None else f"{value:.0f}" if whole else f"{value:.3f}"
