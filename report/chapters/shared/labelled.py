"""Contenders in tables: each with its means, so that no reader takes warm workers for cold ones."""

from collections.abc import Iterable
from dataclasses import replace

from records.plan import Contender
from report.page.document import Block, Table


def labelled(blocks: Iterable[Block], contenders: Iterable[Contender]) -> list[Block]:
    """The same, where a cell of a table that is a contender's name, or its label, tells its means as well."""
    described = list(contenders)
    return [labelled_table(block, described) if isinstance(block, Table) else block for block in blocks]


def labelled_table(table: Table, contenders: Iterable[Contender]) -> Table:
    """The same of one table."""
    # Where the table has a column of what is told, it stands there.
    if "Workers" in table.columns:
        return table
    told = {name: f"{name} – {one.means}" for one in contenders if one.means for name in (one.name, one.label)}
    return replace(table, rows=[[told.get(cell, cell) for cell in row] for row in table.rows])
