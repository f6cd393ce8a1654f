"""The sections of the report, in reading order: each turns results into blocks and knows nothing of pages."""

from collections.abc import Callable
from statistics import median

from report.context import machine, method, reproduce, versions
from report.document import Block, Items, Picture, Section, Table, Text
from report.figures import bars, timeline
from report.headline import headline
from report.read import Results
from report.result_format import Measurement
from report.summary import CONTROL, METRICS, summarize, values, withheld
from report.words import MISSING, file_name, interval, label, number, one_line, plural, spread, times

INTERVAL = "95 % interval (of two rounds: both values)"
WALL_ENDS = "wall time ends when the control plane is done"


def sections(results: Results) -> list[Section]:
    """All sections; each scenario has its own blocks in each section."""
    parts: list[tuple[str, Callable[[Results, str], list[Block]]]] = [
        ("Headline", _headline),
        ("Wall and CPU time", _bars),
        ("Results", _results),
        ("Parity", _parity),
        ("Row counts", _rows),
        ("Step counts", _steps),
        ("CPU by process role", _roles),
        ("Timelines", _timelines),
        ("Raw values", _raw),
    ]
    return [
        *(Section(title, _each(results, part)) for title, part in parts),
        Section("Versions", [versions(results)]),
        Section("Machine", machine(results)),
        Section("How it was measured", [method(results)]),
        Section("How to reproduce", reproduce(results)),
    ]


def _each(results: Results, part: Callable[[Results, str], list[Block]]) -> list[Block]:
    """A section's blocks for every scenario, under a heading of its own where there are several."""
    several = len(results.scenarios) > 1
    return [
        block
        for scenario in results.scenarios
        for block in [*([Text(scenario, "heading")] if several else []), *part(results, scenario)]
    ]


def _headline(results: Results, scenario: str) -> list[Block]:
    first, *others = headline(results, scenario) or ["Nothing was measured."]
    return [Text(first, "lead"), *([Items(others)] if others else [])]


def _bars(results: Results, scenario: str) -> list[Block]:
    return [
        Picture(
            f"{file_name(scenario)}-time",
            "Wall and CPU time of each contender: a bar to the median, a line over its interval, a dot for each "
            "round. " + " ".join(headline(results, scenario)[:2]),
            bars(results, scenario),
        ),
        Text(f"Bar: median. Line: its {INTERVAL}. Dots: every round. Lower is better."),
    ]


def _results(results: Results, scenario: str) -> list[Block]:
    records = [r for r in summarize(results) if r.scenario == scenario]
    rows = [
        [
            f"{metric.short}, {metric.unit}",
            r.contender,
            number(r.median),
            interval(r.low, r.high),
            str(r.n),
            times(r.ratio_to_bare),
        ]
        for metric in METRICS
        for r in records
        if r.metric == metric.name
    ]
    columns = ["Metric", "Contender", "Median", "Interval", "n", f"Ratio to {CONTROL}"]
    return [
        Table(f"Median over rounds and its {INTERVAL}; {WALL_ENDS}", columns, rows, words=2),
        *_missing(results, scenario),
    ]


def _parity(results: Results, scenario: str) -> list[Block]:
    verdicts, tables = [], []
    for contender in results.contenders:
        runs = [run.measurement for run in results.of(scenario, contender)]
        different = [m for m in runs if not m.parity.identical]
        if contender == CONTROL and runs:
            verdicts.append(f"{CONTROL}: what the others are compared with.")
        elif not runs or all(m.outcome == "failed" for m in runs):
            verdicts.append(f"{label(contender)}: nothing to compare; {_reason(results, scenario, contender)}.")
        elif different:
            count = spread(m.parity.difference_count for m in different)
            rounds = f"{len(different)} of {plural(len(runs), 'round')}"
            verdicts.append(f"{label(contender)}: differs from {CONTROL} in {rounds}; differences in a round: {count}.")
            tables.append(_differences(different[0]))
        else:
            verdicts.append(f"{label(contender)}: identical in {plural(len(runs), 'round')}.")
    return [Items(verdicts), *tables]


def _differences(m: Measurement) -> Table:
    shown = m.parity.differences
    more = "" if len(shown) >= m.parity.difference_count else f", the first {len(shown):,}"
    caption = f"{label(m.contender)}, round {m.round}: {plural(m.parity.difference_count, 'difference')}{more}"
    rows = [[d.table, d.key, d.column, d.bare or MISSING, d.contender or MISSING] for d in shown]
    return Table(caption, ["Table", "Key", "Column", CONTROL, m.contender], rows, words=5)


def _rows(results: Results, scenario: str) -> list[Block]:
    fields = {
        "Landed": "landed",
        "Validated": "validated",
        "Rejected": "rejected",
        "Station-days": "station_days",
        "City-days": "city_days",
    }
    rows = _counts(results, scenario, lambda m: [getattr(m.rows, name) for name in fields.values()], len(fields))
    return [Table("Rows in the warehouse after a round", ["Contender", *fields], rows)]


def _steps(results: Results, scenario: str) -> list[Block]:
    def counts(m: Measurement) -> list[int]:
        return [m.steps.expected, m.steps.done, m.steps.failed, m.steps.repeated]

    columns = ["Contender", "Expected", "Done", "Failed", "Repeated"]
    return [Table("Step executions in a round, tests left out", columns, _counts(results, scenario, counts, 4))]


def _counts(results: Results, scenario: str, counts: Callable[[Measurement], list[int]], width: int) -> list[list[str]]:
    """One line a contender; also of those that get no number, for these counts show why."""
    found = {c: [counts(run.measurement) for run in results.of(scenario, c)] for c in results.contenders}
    return [[c, *(spread(r[i] for r in rounds) for i in range(width))] for c, rounds in found.items()]


def _roles(results: Results, scenario: str) -> list[Block]:
    rows = []
    for contender in results.contenders:
        if withheld(results, scenario, contender):
            continue
        used = [run.measurement.resources for run in results.of(scenario, contender)]
        roles = {role: median([u.cpu_s_by_role.get(role, 0) for u in used]) for u in used for role in u.cpu_s_by_role}
        by_cost = sorted(roles.items(), key=lambda item: -item[1])
        rows += [[contender, role, number(cost)] for role, cost in by_cost]
        rows.append([contender, "(the harness; not in CPU time)", number(median(u.harness_cpu_s for u in used))])
    table = Table("Median over rounds", ["Contender", "Process role", "CPU, s"], rows, words=2)
    return [table, *_missing(results, scenario)]


def _timelines(results: Results, scenario: str) -> list[Block]:
    return [
        Picture(
            f"{file_name(scenario)}-timeline",
            "When each step of each partition ran, one panel a contender, all on one scale of seconds since the "
            "backfill was requested, with lines where the data was ready and where the control plane was done.",
            timeline(results, scenario),
        ),
        Text("The round of median wall time of each contender, from the core's own step log; dbt tests left out."),
        *_missing(results, scenario),
    ]


def _raw(results: Results, scenario: str) -> list[Block]:
    rows = []
    for contender in results.contenders:
        for i, run in enumerate(results.of(scenario, contender)):
            found = [values(results, scenario, contender, metric) for metric in METRICS]
            cells = [f"{column[i]:.3f}" if column else MISSING for column in found]
            rows.append([contender, str(run.measurement.round), *cells])
    columns = ["Contender", "Round", *(f"{metric.short}, {metric.unit}" for metric in METRICS)]
    return [
        Table(f"Each round's figures; {WALL_ENDS}", columns, rows),
        *_missing(results, scenario),
    ]


def _missing(results: Results, scenario: str) -> list[Block]:
    reasons = {c: withheld(results, scenario, c) for c in results.contenders}
    items = [f"{label(c)} is missing: {one_line(reason)}." for c, reason in reasons.items() if reason]
    return [Items(items)] if items else []


def _reason(results: Results, scenario: str, contender: str) -> str:
    return one_line(withheld(results, scenario, contender) or "")
