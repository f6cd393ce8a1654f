"""The catalogue of mistakes: every one can be made, and is unmade."""

import shutil
from pathlib import Path

import pytest

from benchmarks.environments import PROJECT
from benchmarks.ergonomics.intentions import INTENTIONS, python
from benchmarks.ergonomics.mistakes import Edit, made, mistaken, read_mistakes
from benchmarks.ergonomics.stages import Bench
from benchmarks.errors import BenchError
from report.ergonomics.format import TOOLS, Tool

MISTAKES = read_mistakes()
WHOLE = """
about = "A text is another."
kind = "name"

[[shared]]
file = "a.py"
before = "one"
after = "two"
"""


@pytest.mark.parametrize("name", MISTAKES)
def test_every_text_that_a_mistake_changes_is_there_once(name: str) -> None:
    """Or the mistake would be another one, or none."""
    for tool in TOOLS:
        for path, text in mistaken(MISTAKES[name].edits(tool)).items():
            assert text != path.read_text(encoding="utf-8")


def test_every_intention_is_meant_to_catch_some_mistake_with_both_tools() -> None:
    """At least thirty mistakes, and none of the ten intentions without one."""
    assert len(MISTAKES) >= 30
    for tool in TOOLS:
        assert {one.intention for one in MISTAKES.values() if one.edits(tool)} >= set(INTENTIONS)


def test_a_mistake_is_unmade_again(tmp_path: Path) -> None:
    """Whatever happens while it is there."""
    file = tmp_path / "a.py"
    file.write_text("one")

    def stumble() -> None:
        with made((Edit(file="a.py", before="one", after="two"),), tmp_path):
            assert file.read_text() == "two"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    assert file.read_text() == "one"


def test_a_text_that_is_not_there_once_is_named(tmp_path: Path) -> None:
    """With its file, and how often it is there."""
    (tmp_path / "a.py").write_text("one and one")
    with pytest.raises(BenchError, match=r"a\.py: holds 2 times"):
        mistaken((Edit(file="a.py", before="one", after="two"),), tmp_path)
    with pytest.raises(BenchError, match=r"b\.py: there is no such file"):
        mistaken((Edit(file="b.py", before="one", after="two"),), tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("about = \nkind = 1\n", "line 1"),
        (WHOLE.replace('kind = "name"', ""), "kind: Field required"),
        (WHOLE.replace("name", "name", 1).replace('kind = "name"', 'kind = "name"\nintention = "none"'), "none of"),
        (WHOLE.replace("[[shared]]", "[[airflow]]"), "for dagster"),
        (WHOLE + '\n[absent]\ndagster = "why"\n', ""),
        (WHOLE.replace("before", "befor"), "befor"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_place(tmp_path: Path, text: str, said: str) -> None:
    """Readers add their own mistakes."""
    (tmp_path / "new.toml").write_text(text)
    if not said:
        assert read_mistakes(tmp_path)["new"].edits("dagster") == ()
        return
    with pytest.raises(BenchError, match=r"new\.toml") as error:
        read_mistakes(tmp_path)
    assert said in str(error.value)


@pytest.fixture
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    """A copy of the project's wrappers for a tool."""
    tool: Tool = request.param
    project = tmp_path / "project"
    for name in ("airflow_dags", "dagster_defs", "dbt_project", "shared_etl"):
        shutil.copytree(PROJECT / name, project / name)
    found = Bench(tool, project, python(tool), tmp_path / "home")
    found.prepare()
    return found


@pytest.mark.parametrize("bench", TOOLS, indirect=True)
def test_loading_and_validating_catch_what_cannot_be_loaded_and_nothing_else(bench: Bench) -> None:
    """Without a mistake both pass; a misspelt model stops dbt, a misspelt name the import and the check."""
    assert [(one.stage, one.caught) for one in (bench.load(), bench.validate())] == [
        ("load", False),
        ("validate", False),
    ]
    wrapper = {"airflow": "airflow_dags/daily.py", "dagster": "dagster_defs/schedules.py"}[bench.tool]
    name = {"airflow": "timedelta(seconds=10)", "dagster": "dg.AssetSelection.all()"}[bench.tool]
    with made((Edit(file=wrapper, before=name, after="misspelt"),), bench.project):
        for outcome in (bench.load(), bench.validate()):
            assert outcome.caught, outcome.output
            assert outcome.cause
            assert "misspelt" in outcome.cause[1]
