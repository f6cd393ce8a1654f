"""Cuts an excerpt out of its file, line by line as it stands there; nothing is imported or run."""

import ast
from pathlib import Path
from textwrap import dedent

from report.chapters.side_by_side.concepts import Excerpt
from report.errors import ResultError
from report.page.document import Code

_LANGUAGES = {".py": "python", ".yml": "yaml"}


def extract(excerpt: Excerpt, project: Path) -> Code:
    """The excerpt's lines with the comment above them, moved to the left margin, and the place of the first.

    Raises ResultError with file and symbol where they are not to be found.
    """
    path = project / excerpt.file
    if not path.is_file():
        raise ResultError(f"{excerpt.file}: there is no such file")
    lines = path.read_text(encoding="utf-8").rstrip().split("\n")
    first, last = 1, len(lines)
    if excerpt.symbol:
        symbol = _symbol(lines, excerpt)
        first, last = _part(symbol, lines, excerpt) if excerpt.part else _span(symbol)
        while first > 1 and lines[first - 2].lstrip().startswith("#"):
            first -= 1
    text = dedent("\n".join(lines[first - 1 : last]))
    return Code(text, _LANGUAGES.get(path.suffix, "text"), f"{excerpt.file}:{first}")


def _symbol(lines: list[str], excerpt: Excerpt) -> ast.stmt:
    assert excerpt.symbol
    body = ast.parse("\n".join(lines), excerpt.file).body
    found = None
    for name in excerpt.symbol.split("."):
        found = next((statement for statement in body if name in _names(statement)), None)
        if found is None:
            raise ResultError(f"{excerpt.file}: has no {excerpt.symbol}")
        body = getattr(found, "body", [])
    assert found
    return found


def _names(statement: ast.stmt) -> set[str]:
    """What a statement gives a name to."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Assign(targets=targets):
            return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
        case _:
            return set()


def _span(symbol: ast.stmt) -> tuple[int, int]:
    """First and last line, counted from 1, decorators included."""
    decorators: list[ast.expr] = getattr(symbol, "decorator_list", [])
    first = min([symbol.lineno, *(decorator.lineno for decorator in decorators)])
    return first, symbol.end_lineno or first


def _part(symbol: ast.stmt, lines: list[str], excerpt: Excerpt) -> tuple[int, int]:
    """The one line that begins as the part does, up to where all that begins on it ends."""
    assert excerpt.part
    first, last = _span(symbol)
    begin = [at for at in range(first, last + 1) if lines[at - 1].lstrip().startswith(excerpt.part)]
    if len(begin) != 1:
        raise ResultError(
            f"{excerpt.file}: {len(begin)} lines of {excerpt.symbol}, and not one, begin with {excerpt.part!r}"
        )
    ends = (getattr(node, "end_lineno", 0) for node in ast.walk(symbol) if getattr(node, "lineno", 0) == begin[0])
    return begin[0], max(ends, default=begin[0])
