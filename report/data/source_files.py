"""What the cases read of their sources, in sentences: files by day, what was passed over, days without a row."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from records.days import spans
from records.measurement import Measurement, SourceDay
from report.data.results import Results
from report.text import plural


def read_files(results: Results) -> list[str]:
    """Which files were read for which days and what was passed over: a line for days alike, each source once."""
    told: dict[str, None] = {}
    for m in _first_of_each_case(results):
        for line in _lines(m.source_files or []):
            told[f"{m.case.source}, {line}"] = None
    return list(told)


def empty_days(results: Results) -> list[str]:
    """A warning for each case that has days of which no row was landed, with how many they are."""
    return [
        f"{m.scenario} {m.case.name}: source {m.case.source} has no row of "
        f"{len(m.empty_days)} of {plural(len(m.case.days), 'day')} ({spans(m.empty_days)})"
        for m in _first_of_each_case(results)
        if m.empty_days
    ]


def _first_of_each_case(results: Results) -> Iterator[Measurement]:
    """The first record of each case that says what was read; that of any other contender says the same."""
    for subject in results.subjects:
        records = [run.measurement for series in results.series(subject) for run in series.rounds]
        told = [m for m in records if m.source_files is not None or m.empty_days]
        yield from told[:1]


def _lines(days: list[SourceDay]) -> Iterator[str]:
    alike: dict[str, list[date]] = defaultdict(list)
    for one in days:
        files = [f"{plural(one.rows[file], 'row')} of {file}" if file in one.rows else file for file in one.read]
        over = ", ".join(f"{left.file} ({left.why})" for left in one.passed_over)
        alike[(", ".join(files) or "no file read") + (f"; passed over: {over}" if over else "")].append(one.day)
    for what, found in alike.items():
        yield f"{spans(found)}: {what}"
