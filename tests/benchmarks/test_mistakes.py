"""The catalogue of mistakes: every one can be made, and is unmade."""

from pathlib import Path

import pytest

from benchmarks.ergonomics import mistakes as module
from benchmarks.ergonomics.copies import copy_project
from benchmarks.ergonomics.detection import Detection
from benchmarks.ergonomics.intentions import INTENTIONS
from benchmarks.ergonomics.mistakes import Edit, made, mistaken, read_mistakes
from benchmarks.ergonomics.stages import Desk
from benchmarks.ergonomics.tools import python, suites
from benchmarks.errors import BenchError

MISTAKES = read_mistakes()
TOOL, OTHER, *_ = suites()
EDIT = """
[[shared]]
file = "a.py"
before = "one"
after = "two"
"""
WHOLE = f"""
about = "A text is another."
kind = "name"
{EDIT}"""


@pytest.mark.parametrize("name", MISTAKES)
def test_every_text_that_a_mistake_changes_is_there_once(name: str) -> None:
    """Or the mistake would be another one, or none."""
    for tool in suites():
        for path, text in mistaken(MISTAKES[name].edits(tool)).items():
            assert text != path.read_text(encoding="utf-8")


def test_every_intention_is_meant_to_catch_some_mistake_with_every_tool() -> None:
    """At least thirty mistakes, and none of the ten intentions without one."""
    assert len(MISTAKES) >= 30
    for tool in suites():
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
        (WHOLE.replace("[[shared]]", f"[[{TOOL}]]"), f"for {OTHER}"),
        (WHOLE + f'\n[absent]\n{OTHER} = "why"\n', ""),
        (WHOLE + '\n[absent]\nsnowflake = "why"\n', "'snowflake' is none of"),
        (WHOLE.replace("[[shared]]", "[[snowflake]]"), "'snowflake' is none of"),
        (WHOLE.replace("before", "befor"), "befor"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_place(tmp_path: Path, text: str, said: str) -> None:
    """Readers add their own mistakes."""
    (tmp_path / "new.toml").write_text(text)
    if not said:
        assert read_mistakes(tmp_path)["new"].edits(OTHER) == ()
        return
    with pytest.raises(BenchError, match=r"new\.toml") as error:
        read_mistakes(tmp_path)
    assert said in str(error.value)


def test_a_tool_that_is_new_needs_edits_of_its_own_where_the_others_have_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is shared is made with it as well."""
    monkeypatch.setattr(module, "suites", lambda: {**suites(), "new": suites()[TOOL]})
    (tmp_path / "shared.toml").write_text(WHOLE)
    assert read_mistakes(tmp_path)["shared"].edits("new") == (Edit(file="a.py", before="one", after="two"),)
    of_each = "".join(EDIT.replace("shared", tool) for tool in suites())
    (tmp_path / "own.toml").write_text(WHOLE.replace(EDIT, of_each))
    with pytest.raises(BenchError, match=r"own\.toml: .*edits for new"):
        read_mistakes(tmp_path)


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    """A copy of the project's wrappers for a tool."""
    tool = request.param
    found = Desk(tool, copy_project(tmp_path / "project"), python(tool), tmp_path / "home")
    found.prepare()
    return found


@pytest.mark.parametrize("desk", suites(), indirect=True)
def test_loading_and_validating_catch_what_cannot_be_loaded_and_nothing_else(desk: Desk) -> None:
    """Without a mistake both pass; a misspelt model stops dbt, a misspelt name the import and the check."""
    assert [(one.stage, one.caught) for one in (desk.load(), desk.validate())] == [
        ("load", False),
        ("validate", False),
    ]
    loaded = desk.suite.load.split()[1].strip(",")  # import MODULE, …; from MODULE import …
    module = desk.project / f"{loaded.replace('.', '/')}.py"
    module.write_text(f"{module.read_text()}\nmisspelt\n")
    for outcome in (desk.load(), desk.validate()):
        assert outcome.caught, outcome.output
        assert outcome.cause
        assert "misspelt" in outcome.cause[1]


@pytest.mark.parametrize("desk", suites(), indirect=True)
def test_a_mistake_is_followed_to_the_stage_that_catches_it(desk: Desk, tmp_path: Path) -> None:
    """A cycle can be imported; all tools' own checks see it, and so does the test that is meant to."""
    caught = Detection(desk, right=tmp_path).of("cycle", MISTAKES["cycle"])
    assert [(step.stage, step.caught) for step in caught.steps] == [("load", False), ("validate", True)]
    assert (caught.stage, caught.named_test_failed, caught.tables_right) == ("validate", True, None)
    assert caught.output_lines
    assert mistaken(MISTAKES["cycle"].edits(desk.tool), desk.project), "the copy is as it was"
