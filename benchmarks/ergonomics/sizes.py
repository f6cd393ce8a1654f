"""How much there is to write for a test: its own lines, and those of the set-up that it stands on."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.deployment.environments import PROJECT
from benchmarks.ergonomics.intentions import file_of, prerequisites
from benchmarks.ergonomics.tools import suites
from records.ergonomics import Size, Sizes

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class _Part:
    """A function or class of a file of tests."""

    node: Definition
    lines: list[str]

    @property
    def is_test(self) -> bool:
        return self.node.name.startswith("test_")

    @property
    def decorators(self) -> list[ast.expr]:
        return self.node.decorator_list

    @property
    def is_autouse(self) -> bool:
        return any("autouse=True" in ast.unparse(decorator) for decorator in self.decorators)

    @property
    def names(self) -> set[str]:
        """Everything that it names: arguments (fixtures), fixtures in decorators, functions and classes of the file."""
        arguments = {argument.arg for argument in ast.walk(self.node) if isinstance(argument, ast.arg)}
        used = {name.id for name in ast.walk(self.node) if isinstance(name, ast.Name)}
        marked = {
            constant.value
            for decorator in self.decorators
            for constant in ast.walk(decorator)
            if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
        }
        return arguments | used | marked

    @property
    def size(self) -> Size:
        """Lines of code, with neither blank ones nor comments nor docstrings, and statements."""
        first = min([self.node.lineno, *(decorator.lineno for decorator in self.decorators)])
        text = set(range(first, (self.node.end_lineno or first) + 1))
        for docstring in _docstrings(self.node):
            text -= set(range(docstring.lineno, (docstring.end_lineno or 0) + 1))
        code = [self.lines[number - 1].strip() for number in sorted(text)]
        statements = sum(isinstance(node, ast.stmt) for node in ast.walk(self.node)) - len(_docstrings(self.node))
        return Size(lines=sum(bool(line) and not line.startswith("#") for line in code), statements=statements)


def sizes(tool: str, intention: str) -> Sizes:
    """Of an intention's tests, and of all fixtures and helpers that they use, wherever those are written."""
    own = _parts(PROJECT / file_of(tool, intention))
    tests = [part for part in own.values() if part.is_test]
    # As pytest does: what is nearer to the test wins.
    nearby = _parts(PROJECT / suites()[tool].tests / "conftest.py")
    known = _parts(PROJECT / "tests" / "conftest.py") | nearby | own
    always = [part for part in nearby.values() if part.is_autouse]
    used = {part.node.name: part for part in always}
    _follow([*tests, *always], known, used)
    set_up = [part for name, part in used.items() if not part.is_test]
    return Sizes(
        tests=_sum(tests),
        set_up=_sum(set_up),
        prerequisites=[what for name, what in prerequisites(tool).items() if name in used],
    )


def _follow(parts: Iterable[_Part], known: dict[str, _Part], used: dict[str, _Part]) -> None:
    """Add to used what the parts name, and what that names."""
    for part in parts:
        more = {name: known[name] for name in part.names if name in known and name not in used}
        used.update(more)
        _follow(more.values(), known, used)


def _parts(path: Path) -> dict[str, _Part]:
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    return {node.name: _Part(node, lines) for node in ast.parse(source).body if isinstance(node, Definition)}


def _docstrings(node: ast.AST) -> list[ast.stmt]:
    found = []
    for inner in ast.walk(node):
        if isinstance(inner, Definition) and ast.get_docstring(inner) is not None:
            found.append(inner.body[0])
    return found


def _sum(parts: Iterable[_Part]) -> Size:
    found: Iterator[Size] = (part.size for part in parts)
    both = [(size.lines, size.statements) for size in found]
    return Size(lines=sum(lines for lines, _ in both), statements=sum(count for _, count in both))
