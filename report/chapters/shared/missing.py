"""Who has no number, and why."""

from report.data.results import Results
from report.page.document import Block, Items
from report.text import one_line


def missing(results: Results) -> list[Block]:
    """Which contenders have no number in the main case; [] where all have one."""
    items = [
        f"{series.label} is missing: {one_line(series.missing)}."
        for series in results.series(results.main)
        if series.missing
    ]
    return [Items(items)] if items else []


def missing_elsewhere(results: Results) -> list[Block]:
    """Which contenders have no number in the other cases: one line per contender and reason."""
    found: dict[tuple[str, str], list[str]] = {}
    for subject in results.subjects[1:]:
        for series in results.series(subject):
            if series.missing:
                found.setdefault((series.label, one_line(series.missing)), []).append(" ".join(subject.key))
    items = [f"{label} is missing in {', '.join(where)}: {reason}." for (label, reason), where in found.items()]
    return [Items(items)] if items else []
