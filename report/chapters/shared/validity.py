"""What has to hold before a number counts: the same tables, the same rows, every step done once."""

from collections.abc import Callable

from records.measurement import Measurement
from records.names import CONTROL
from report.data.results import Results
from report.data.series import Series, Subject
from report.page.document import LONG, Block, Items, Table, Text
from report.text import MISSING, one_line, plural, spread

Counts = Callable[[Measurement], list[int]]


def parity(results: Results) -> list[Block]:
    """Whose tables are those of bare, over all cases, and where they are not."""
    verdicts, tables = [], []
    measured = [series for subject in _with_tables(results) for series in results.series(subject)]
    for contender in results.contenders:
        own = [series for series in measured if series.name == contender.name]
        if not own:
            continue
        records = _records(own)
        different = [m for m in records if not m.parity.identical]
        failed = [m for m in records if m.outcome == "failed"]
        if len(failed) == len(records):
            reason = f"{_round(results, failed[0])} failed: {failed[0].reason}" if failed else "not measured"
            verdicts.append(f"{contender.label}: nothing to compare; {one_line(reason)}.")
        elif different:
            count = spread(m.parity.difference_count for m in different)
            rounds = f"{len(different)} of {_rounds(records)}"
            verdicts.append(f"{contender.label}: differs from {CONTROL} in {rounds}; differences in a round: {count}.")
            tables.append(_differences(results, different[0]))
        elif contender.name == CONTROL:
            verdicts.append(f"{CONTROL}: the control that the others are compared with.")
        else:
            verdicts.append(f"{contender.label}: identical in {_rounds(records)}.")
    return [*([Items(verdicts)] if verdicts else []), *tables]


def row_counts(results: Results) -> list[Block]:
    """How many rows each case leaves in the warehouse."""
    fields = {
        "Landed": "landed",
        "Validated": "validated",
        "Rejected": "rejected",
        "Station-days": "station_days",
        "City-days": "city_days",
    }

    def counts(m: Measurement) -> list[int]:
        return [getattr(m.rows, name) for name in fields.values()]

    return _counted(results, _with_tables(results), "Rows in the warehouse after a round", list(fields), counts)


def step_counts(results: Results) -> list[Block]:
    """Whether every step of every partition was done, and done once."""

    def counts(m: Measurement) -> list[int]:
        return [m.steps.expected, m.steps.done, m.steps.failed, m.steps.repeated]

    measured = results.measurements
    astray = [m for m in measured if counts(m)[1:] != [m.steps.expected, 0, 0]]
    verdict = (
        f"In {_rounds(astray)} of {len(measured):,} a step was lost, failed or done again."
        if astray
        else f"In {'each of ' * (len(measured) > 1)}{_rounds(measured)} every step of every "
        "partition was done once: none was lost, none failed, none was repeated."
    )
    columns = ["Expected", "Done", "Failed", "Repeated"]
    tables = _counted(results, results.subjects, "Steps of all partitions in a round, without tests", columns, counts)
    return [Text(verdict), *tables] if measured else tables


def _counted(
    results: Results, subjects: list[Subject], caption: str, columns: list[str], counts: Counts
) -> list[Block]:
    """A line for each case and those contenders whose counts are the same; also for those that get no number."""
    rows = []
    for subject in subjects:
        alike: dict[tuple[str, ...], list[str]] = {}
        everyone = results.series(subject)
        for series in everyone:
            rounds = [counts(run.measurement) for run in series.rounds]
            cells = tuple(spread(each[i] for each in rounds) for i in range(len(columns)))
            alike.setdefault(cells, []).append(series.name)
        for cells, names in alike.items():
            who = f"all {len(names)}" if len(names) == len(everyone) > 1 else ", ".join(names)
            rows.append([*(subject.key if len(subjects) > 1 else ()), who, *cells])
    where = ["Scenario", "Case"] if len(subjects) > 1 else []
    headings = [*where, "Contenders", *columns]
    return [Table(caption, headings, rows, words=len(where) + 1, folded=len(rows) > LONG)] if rows else []


def _with_tables(results: Results) -> list[Subject]:
    """The cases that leave tables: a chain of steps leaves none."""
    return [subject for subject in results.subjects if subject.case.work == "weather"]


def _records(series: list[Series]) -> list[Measurement]:
    return [run.measurement for one in series for run in one.rounds]


def _rounds(measurements: list[Measurement]) -> str:
    """5 rounds; 25 rounds of 4 cases."""
    cases = {(m.scenario, m.case.name) for m in measurements}
    return plural(len(measurements), "round") + (f" of {len(cases)} cases" if len(cases) > 1 else "")


def _round(results: Results, m: Measurement) -> str:
    """round 1, with its case where that is not the main one."""
    where = "" if (m.scenario, m.case.name) == results.main.key else f"{m.scenario} {m.case.name}, "
    return f"{where}round {m.round}"


def _differences(results: Results, m: Measurement) -> Table:
    shown = m.parity.differences
    more = "" if len(shown) >= m.parity.difference_count else f", the first {len(shown):,}"
    differences = plural(m.parity.difference_count, "difference")
    caption = f"{results.contender(m.contender).label}, {_round(results, m)}: {differences}{more}"
    rows = [[d.table, d.key, d.column, d.bare or MISSING, d.contender or MISSING] for d in shown]
    return Table(caption, ["Table", "Key", "Column", CONTROL, m.contender], rows, words=5)
