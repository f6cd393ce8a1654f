"""What was measured, as tables: medians of the main case, one row for each contender of every other case."""

from statistics import median

from records.names import CONTROL
from report.chapters.backfill.cases import numbered
from report.chapters.shared.missing import missing, missing_elsewhere
from report.data.metrics import CPU, MAIN_METRICS, MORE_METRICS, PEAK_MEMORY, WALL, WALL_ENDS
from report.data.results import Results
from report.data.series import Subject
from report.data.summary import SummaryRecord, summarize_subject
from report.page.document import LONG, Block, Table, Text
from report.text import case_label, interval, number, times

INTERVAL = "95 % interval (of two rounds: both values)"
OVER = "median over rounds (memory: over warm-ups)"
DBT_ROLE = (
    "dbt has a role of its own only in Dagster, where it is a separate process. In Airflow it runs inside the task "
    f"and in {CONTROL} inside the pipeline, and counts there. dbt's figure is a lower bound: the rest of its CPU time "
    "counts with the process that started it."
)


def results_tables(results: Results) -> list[Block]:
    """The main case in full, what else was counted in it, and every other case in short."""
    main = case_label(results.main.case)
    return [
        _main_table(results, f"{main}: {OVER} and its {INTERVAL}; {WALL_ENDS}"),
        *_counted(results, f"{main}: other figures, median over rounds"),
        *missing(results),
        *_other_cases(results),
    ]


def roles(results: Results) -> list[Block]:
    """CPU time of the main case by process role: one row per contender, the costliest role first."""
    shown = numbered(results, results.main)
    used = {series: [run.measurement.resources for run in series.rounds] for series in shown}
    names = {role for rounds in used.values() for each in rounds for role in each.cpu_s_by_role}
    found = {
        series: {
            role: median(each.cpu_s_by_role.get(role, 0) for each in rounds)
            for role in names
            if any(role in each.cpu_s_by_role for each in rounds)
        }
        for series, rounds in used.items()
    }
    by_cost = sorted(names, key=lambda role: (-sum(each.get(role, 0) for each in found.values()), role))
    rows = [
        [
            series.name,
            *(number(found[series].get(role)) for role in by_cost),
            number(median(each.harness_cpu_s for each in rounds)),
        ]
        for series, rounds in used.items()
    ]
    caption = f"{case_label(results.main.case)}: CPU seconds as used, median over rounds"
    table = Table(caption, ["Contender", *by_cost, "harness (not in CPU time)"], rows)
    about = [Text(DBT_ROLE)] if by_cost and results.plan.target == "embedded" else []
    return [*([table] if by_cost else []), *about, *missing(results)]


def _main_table(results: Results, caption: str) -> Table:
    records = summarize_subject(results, results.main, MAIN_METRICS)
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
    series = results.series(results.main)
    present = [metric for metric in MORE_METRICS if any(one.values(metric) for one in series)]
    rows = [[one.name, *(metric.text(one.median(metric)) for metric in present)] for one in series]
    return [Table(caption, ["Contender", *(metric.heading for metric in present)], rows)] if present else []


def _other_cases(results: Results) -> list[Block]:
    rows = [row for subject in results.subjects[1:] for row in _case_rows(results, subject)]
    to_control = f"to {CONTROL}"
    columns = [
        *("Scenario", "Case", "Contender", "n"),
        *(WALL.heading, to_control, CPU.heading, to_control, PEAK_MEMORY.heading),
    ]
    caption = f"Every other case: {OVER} and, in brackets, its {INTERVAL}"
    table = Table(caption, columns, rows, words=3, folded=len(rows) > LONG)
    return [Text("Other cases", "heading"), table, *missing_elsewhere(results)] if rows else []


def _case_rows(results: Results, subject: Subject) -> list[list[str]]:
    metrics = (WALL, CPU, PEAK_MEMORY)
    records = {(r.contender, r.metric): r for r in summarize_subject(results, subject, metrics)}
    rows = []
    for series in results.series(subject):
        wall, cpu, memory = (records[series.name, metric.name] for metric in metrics)
        figures = [_cell(wall), times(wall.ratio_to_bare), _cell(cpu), times(cpu.ratio_to_bare), number(memory.median)]
        rows.append([*subject.key, series.name, str(wall.n), *figures])
    return rows


def _cell(record: SummaryRecord) -> str:
    bounds = f" ({interval(record.low, record.high)})" if record.low is not None else ""
    return number(record.median) + bounds
