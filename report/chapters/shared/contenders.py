"""What is compared: a line for each contender."""

from collections.abc import Callable

from records.plan import Contender
from report.data.results import Results
from report.page.document import Block, Table
from report.text import MISSING

_TOLD: dict[str, Callable[[Contender], str | None]] = {
    "Workers": lambda contender: contender.workers,
    "dbt": lambda contender: contender.dbt,
}
"""What only some contenders tell: a column where any does."""


def contenders(results: Results) -> list[Block]:
    """What each contender is, whether its workers are warm and how it calls dbt."""
    told = {heading: of for heading, of in _TOLD.items() if any(map(of, results.contenders))}
    rows = [[c.name, c.about or MISSING, *(of(c) or MISSING for of in told.values())] for c in results.contenders]
    columns = ["Contender", "What it is", *told]
    return [Table("Each contender is a stack in one configuration", columns, rows, words=len(columns))]
