"""Which files were read for which day, and what was passed over."""

from report.data.results import Results
from report.data.source_files import empty_days, read_files
from report.page.document import Block, Items, Text


def source_files(results: Results) -> list[Block]:
    """What was read of sources that have files; days without a row first."""
    warnings, lines = empty_days(results), read_files(results)
    return [
        *(Text(f"Warning: {warning}.") for warning in warnings),
        *([Items(lines)] if lines else []),
    ]
