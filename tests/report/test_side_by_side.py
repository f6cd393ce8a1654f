"""The chapter that shows both wrappers side by side."""

import re
from pathlib import Path
from textwrap import dedent

import pytest

from report.chapters.side_by_side.chapter import PROJECT, sections
from report.chapters.side_by_side.concepts import Concept, Excerpt, read_concepts
from report.chapters.side_by_side.extract import extract
from report.errors import ResultError
from report.page.document import Code, Pair, Text

CONCEPTS = read_concepts()
EXCERPTS = [(concept, excerpt) for concept in CONCEPTS for excerpt in (*concept.airflow, *concept.dagster)]
EACH = pytest.mark.parametrize("concept", CONCEPTS, ids=lambda concept: concept.title)
VERDICT = (
    r"\b(better|worse|(b|w)orst|best|faster|slower|simpler|easier|harder|cleaner|superior|inferior|wins?|winner)\b"
)

MODULE = """\
from a import b

# Why it is five.
FIVE, SIX = 5, 6


class Report:
    \"\"\"A report.\"\"\"

    # Told twice.
    @b(
        first=FIVE,
        # of both
        second={
            "x": 1,
        },
    )
    async def write(self) -> int:
        # inside
        return SIX
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one module and one file of YAML."""
    (tmp_path / "module.py").write_text(MODULE)
    (tmp_path / "tests.yml").write_text("tests:\n  - name: a\n")
    return tmp_path


def cut(project: Path, symbol: str | None = None, part: str | None = None) -> Code:
    return extract(Excerpt(file="module.py", symbol=symbol, part=part), project)


class TestExtract:
    def test_a_symbol_has_its_decorators_and_comments(self, project: Path) -> None:
        """Moved to the left margin; the place is that of the first line shown."""
        code = cut(project, "Report.write")
        assert code.text == dedent("\n".join(MODULE.splitlines()[9:]))
        assert code.text.startswith("# Told twice.\n@b(\n    first=FIVE")
        assert (code.language, code.place) == ("python", "module.py:10")

    @pytest.mark.parametrize("name", ["FIVE", "SIX"])
    def test_an_assignment_is_found_by_each_of_its_names(self, project: Path, name: str) -> None:
        assert cut(project, name).text == "# Why it is five.\nFIVE, SIX = 5, 6"

    def test_a_part_ends_where_what_begins_with_it_ends(self, project: Path) -> None:
        """An argument to its closing bracket, with the comment above it."""
        assert cut(project, "Report.write", "second=").text == '# of both\nsecond={\n    "x": 1,\n},'
        assert cut(project, "Report.write", "return").text == "# inside\nreturn SIX"

    def test_a_file_can_be_shown_whole(self, project: Path) -> None:
        assert cut(project).text == MODULE.rstrip()
        assert extract(Excerpt(file="tests.yml"), project) == Code("tests:\n  - name: a", "yaml", "tests.yml:1")

    @pytest.mark.parametrize("part", ["third=", '"'])
    def test_a_part_has_to_be_there_once(self, project: Path, part: str) -> None:
        (project / "module.py").write_text(MODULE.replace('"x": 1,', '"x": 1,\n            "y": 2,'))
        with pytest.raises(ResultError, match=r"module\.py: [02] lines of Report\.write, and not one, begin with"):
            cut(project, "Report.write", part)


class TestConcepts:
    @pytest.mark.parametrize(
        ("excerpt", "problem"),
        [
            ('{ file = "gone.py", symbol = "f" }', r"Retry: gone\.py: there is no such file"),
            ('{ file = "module.py", symbol = "f" }', r"Retry: module\.py: has no f"),
            ('{ file = "module.py", symbol = "Report.f" }', r"Retry: module\.py: has no Report\.f"),
            ('{ file = "module.py", symbol = "FIVE.f" }', r"Retry: module\.py: has no FIVE\.f"),
            ('{ file = "tests.yml", symbol = "tests" }', r"tests\.yml is not Python.* at concept\.0\.dagster\.0"),
            ('{ file = "module.py", part = "FIVE" }', r"which symbol of module\.py is 'FIVE' a part of\?"),
            ('{ file = "module.py", line = 3 }', r"concepts\.toml: Extra inputs .* at concept\.0\.dagster\.0\.line"),
            ("", r"at concept\.0\.dagster"),
            ("{", r"concepts\.toml: .* \(at line"),
        ],
    )
    def test_what_is_not_there_is_named(self, project: Path, excerpt: str, problem: str) -> None:
        """The concept, the file and the symbol; or the place in the file of concepts."""
        concepts = project / "concepts.toml"
        whole = 'airflow = [{ file = "module.py" }]'
        concepts.write_text(f'[[concept]]\ntitle = "Retry"\ndifference = "None."\n{whole}\ndagster = [{excerpt}]\n')
        with pytest.raises(ResultError, match=problem):
            sections(concepts, project)

    @EACH
    def test_a_concept_says_how_both_differ_and_not_which_is_better(self, concept: Concept) -> None:
        assert "Airflow" in concept.difference
        assert "Dagster" in concept.difference
        assert concept.difference.rstrip().endswith(".")
        assert not re.search(VERDICT, concept.difference, re.IGNORECASE)

    @EACH
    def test_a_side_shows_its_own_wrapper_in_a_screenful(self, concept: Concept) -> None:
        """Or its tests, or what both share."""
        for excerpts, other in ((concept.airflow, "dagster_defs"), (concept.dagster, "airflow_dags")):
            assert not [excerpt.file for excerpt in excerpts if other in excerpt.file]
            assert sum(extract(excerpt, PROJECT).text.count("\n") + 1 for excerpt in excerpts) <= 32

    def test_titles_tell_concepts_apart(self) -> None:
        assert len({concept.title for concept in CONCEPTS}) == len(CONCEPTS)


@pytest.mark.parametrize(
    ("concept", "excerpt"), EXCERPTS, ids=[f"{concept.title}: {excerpt.file}" for concept, excerpt in EXCERPTS]
)
def test_what_is_shown_stands_in_the_file(concept: Concept, excerpt: Excerpt) -> None:
    """Line by line from the place that is given, but for the margin."""
    code = extract(excerpt, PROJECT)
    file, _, first = code.place.rpartition(":")
    assert file == excerpt.file
    shown = code.text.split("\n")
    there = (PROJECT / file).read_text().split("\n")[int(first) - 1 :][: len(shown)]
    assert dedent("\n".join(there)) == code.text
    assert "".join(shown).strip()


def test_each_concept_is_a_section_of_a_text_and_a_pair() -> None:
    """In the order of the file, with no line ends in the texts."""
    for concept, section in zip(CONCEPTS, sections(), strict=True):
        assert section.title == concept.title
        text, pair = section.blocks
        assert isinstance(text, Text)
        assert "\n" not in text.text
        assert isinstance(pair, Pair)
        assert pair.names == ("Airflow", "Dagster")
        assert all(code.text and code.place for side in pair.sides for code in side)
