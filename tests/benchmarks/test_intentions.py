"""The ten intentions: the same tests for all tools, and how much there is to write for them."""

import ast
from pathlib import Path

import pytest

from benchmarks.deployment.environments import PROJECT
from benchmarks.ergonomics import sizes as module
from benchmarks.ergonomics.intentions import INTENTIONS, file_of, prerequisites
from benchmarks.ergonomics.sizes import sizes
from benchmarks.ergonomics.tools import suites
from records.ergonomics import Size

CONFTEST = '''
import pytest

class Helper:
    """Not counted."""
    x = 1

@pytest.fixture(autouse=True)
def always():
    return 1

@pytest.fixture
def postgres():
    # a comment
    helper = Helper()

    return helper

@pytest.fixture
def unused():
    return 2
'''
TESTS = '''
import pytest

@pytest.fixture
def nearby(postgres):
    """Not counted."""
    return postgres

@pytest.mark.usefixtures("nearby")
def test_one():
    """Not counted either."""
    a = 1
    assert a
'''


def names_in(path: Path) -> list[str]:
    """The names of a file's tests."""
    nodes = ast.parse((PROJECT / path).read_text(encoding="utf-8")).body
    return [node.name for node in nodes if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


@pytest.mark.parametrize("intention", INTENTIONS)
def test_all_tools_have_an_intentions_tests(intention: str) -> None:
    """A file each, and what the one tests by a name the others test by the same; a tool may have tests of its own."""
    found = [names_in(file_of(tool, intention)) for tool in suites()]
    assert all(found)
    assert len({names[0] for names in found}) == 1


def test_there_are_ten_intentions_and_no_other_files_of_them() -> None:
    """A file that is named like one is one."""
    assert len(INTENTIONS) == 10
    for tool, suite in suites().items():
        found = {path.stem.removeprefix(f"test_{tool}_") for path in (PROJECT / suite.tests).glob(f"test_{tool}_*")}
        assert found == set(INTENTIONS)


def test_code_is_counted_with_the_fixtures_and_helpers_that_it_uses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither docstrings, comments and blank lines nor fixtures that nobody asks for."""
    monkeypatch.setattr(module, "PROJECT", tmp_path)
    tool, suite = next(iter(suites().items()))
    own = tmp_path / suite.tests
    own.mkdir(parents=True)
    (tmp_path / "tests" / "conftest.py").write_text(CONFTEST)
    (own / "conftest.py").write_text("")
    (tmp_path / file_of(tool, "graph")).write_text(TESTS)
    found = sizes(tool, "graph")
    assert found.tests == Size(lines=4, statements=3)
    # nearby: 3 lines, 2 statements; postgres: 4 and 3; Helper: 2 and 2
    assert found.set_up == Size(lines=9, statements=7)
    assert found.prerequisites == ["a PostgreSQL server"]


@pytest.mark.parametrize("tool", suites())
def test_what_a_tool_says_has_to_exist_is_a_fixture_of_its_tests(tool: str) -> None:
    """Or it would never be counted."""
    nearby = [PROJECT / "tests" / "conftest.py", *(PROJECT / suites()[tool].tests).glob("*.py")]
    known = {
        node.name
        for path in nearby
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert prerequisites(tool).keys() <= known
