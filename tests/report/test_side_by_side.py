"""The chapter that shows the tools' wrappers side by side."""

import re
from pathlib import Path
from textwrap import dedent

import pytest

from report.chapters.side_by_side.chapter import PROJECT, sections
from report.chapters.side_by_side.concepts import Concept, Excerpt, Side, read_concepts, read_sides
from report.chapters.side_by_side.extract import extract
from report.errors import ResultError
from report.page.document import Code, Sides, Table, Text
from report.page.render import rendered_page

CONCEPTS = read_concepts()
SIDES = read_sides(PROJECT, CONCEPTS)
EXCERPTS = [
    (f"{title}: {excerpt.file}", excerpt)
    for side in SIDES
    for title, excerpts in side.concepts.items()
    for excerpt in excerpts
]
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


def told(project: Path, *titles: str) -> Path:
    """A file of concepts in the project."""
    concepts = project / "concepts.toml"
    concepts.write_text("".join(f'[[concept]]\ntitle = "{title}"\ndifference = "None."\n' for title in titles))
    return concepts


def side(project: Path, tool: str, excerpts: str) -> Path:
    """A tool's own file in the project."""
    path = project / "benchmarks" / "stacks" / tool / "side_by_side.toml"
    path.parent.mkdir(parents=True)
    path.write_text(f'label = "{tool.capitalize()}"\n[concepts]\n{excerpts}\n')
    return path


class TestConcepts:
    @pytest.mark.parametrize(
        ("excerpt", "problem"),
        [
            ('{ file = "gone.py", symbol = "f" }', r"Retry, Prefect: gone\.py: there is no such file"),
            ('{ file = "module.py", symbol = "f" }', r"Retry, Prefect: module\.py: has no f"),
            ('{ file = "module.py", symbol = "Report.f" }', r"Retry, Prefect: module\.py: has no Report\.f"),
            ('{ file = "module.py", symbol = "FIVE.f" }', r"Retry, Prefect: module\.py: has no FIVE\.f"),
            ('{ file = "tests.yml", symbol = "tests" }', r"tests\.yml is not Python.* at concepts\.Retry\.0"),
            ('{ file = "module.py", part = "FIVE" }', r"which symbol of module\.py is 'FIVE' a part of\?"),
            (
                '{ file = "module.py", line = 3 }',
                r"prefect/side_by_side\.toml: Extra inputs .* at concepts\.Retry\.0\.line",
            ),
            ("", r"at concepts\.Retry"),
            ("{", r"prefect/side_by_side\.toml: .* \(at line"),
        ],
    )
    def test_what_is_not_there_is_named(self, project: Path, excerpt: str, problem: str) -> None:
        """The concept, the tool, the file and the symbol; or the place in the tool's file."""
        side(project, "airflow", 'Retry = [{ file = "module.py" }]')
        side(project, "prefect", f"Retry = [{excerpt}]")
        with pytest.raises(ResultError, match=problem):
            sections(told(project, "Retry"), project)

    def test_a_title_that_no_concept_has_is_named(self, project: Path) -> None:
        """So that no excerpt is lost by a slip of the pen."""
        side(project, "airflow", 'Retries = [{ file = "module.py" }]')
        with pytest.raises(ResultError, match=r"airflow/side_by_side\.toml: no concept has the title 'Retries'"):
            sections(told(project, "Retry"), project)

    def test_a_file_of_concepts_that_cannot_be_read_is_named(self, project: Path) -> None:
        """With the place."""
        concepts = project / "concepts.toml"
        concepts.write_text('[[concept]]\ntitle = "Retry"\n')
        with pytest.raises(ResultError, match=r"concepts\.toml: Field required at concept\.0\.difference"):
            sections(concepts, project)

    def test_every_tool_with_a_file_of_its_own_has_a_column(self, project: Path) -> None:
        """Three of them, in the order of their folders; what a tool has nothing for stays empty."""
        for tool in ("prefect", "airflow"):
            side(project, tool, 'Retry = [{ file = "module.py", symbol = "FIVE" }]')
        side(project, "dagster", 'Schedule = [{ file = "module.py" }]')
        (project / "benchmarks" / "stacks" / "bare").mkdir()
        first, second = (section.blocks[1] for section in sections(told(project, "Retry", "Schedule"), project))
        assert isinstance(first, Sides)
        assert isinstance(second, Sides)
        assert first.names == second.names == ["Airflow", "Dagster", "Prefect"]
        assert [len(codes) for codes in first.sides] == [1, 0, 1]
        assert [len(codes) for codes in second.sides] == [0, 1, 0]

    def test_a_tool_that_has_nothing_says_so(self, project: Path) -> None:
        """In its column, in both pages."""
        side(project, "airflow", 'Retry = [{ file = "module.py", symbol = "FIVE" }]')
        side(project, "dagster", "")
        pages = rendered_page("title", "subtitle", sections(told(project, "Retry"), project))
        assert "**Dagster**\n\nNo code of its own.\n" in pages["report.md"]
        assert '<p class="side">Dagster</p>\n<p>No code of its own.</p>' in pages["index.html"]

    @EACH
    def test_a_concept_says_how_the_tools_differ_and_not_which_is_better(self, concept: Concept) -> None:
        assert all(side.label in concept.difference for side in SIDES if concept.title in side.concepts)
        assert concept.difference.rstrip().endswith(".")
        assert not re.search(VERDICT, concept.difference, re.IGNORECASE)

    @EACH
    @pytest.mark.parametrize("side", SIDES, ids=lambda side: side.label)
    def test_a_side_shows_its_own_wrapper_in_a_screenful(self, concept: Concept, side: Side) -> None:
        """Or its tests, or what all share."""
        excerpts = side.concepts.get(concept.title, ())
        others = [tool.label.lower() for tool in SIDES if tool is not side]
        assert not [excerpt.file for excerpt in excerpts if any(f"{other}_" in excerpt.file for other in others)]
        assert sum(extract(excerpt, PROJECT).text.count("\n") + 1 for excerpt in excerpts) <= 32

    def test_titles_tell_concepts_apart(self) -> None:
        assert len({concept.title for concept in CONCEPTS}) == len(CONCEPTS)


@pytest.mark.parametrize("excerpt", [each for _, each in EXCERPTS], ids=[name for name, _ in EXCERPTS])
def test_what_is_shown_stands_in_the_file(excerpt: Excerpt) -> None:
    """Line by line from the place that is given, but for the margin."""
    code = extract(excerpt, PROJECT)
    file, _, first = code.place.rpartition(":")
    assert file == excerpt.file
    shown = code.text.split("\n")
    there = (PROJECT / file).read_text().split("\n")[int(first) - 1 :][: len(shown)]
    assert dedent("\n".join(there)) == code.text
    assert "".join(shown).strip()


def test_each_concept_is_a_section_of_a_text_and_its_sides() -> None:
    """In the order of the file, with no line ends in the texts; each tool has its column, and some tool its code.

    Where something still differs, a table between them says it, with an answer of each tool's.
    """
    for concept, section in zip(CONCEPTS, sections(), strict=True):
        assert section.title == concept.title
        text, *between, sides = section.blocks
        assert len(between) == bool(concept.rows)
        for table in between:
            assert isinstance(table, Table)
            assert table.columns == ["What", *(side.label for side in SIDES)]
            assert "–" not in {cell for row in table.rows for cell in row}
        assert isinstance(text, Text)
        assert "\n" not in text.text
        assert isinstance(sides, Sides)
        assert sides.names == [side.label for side in SIDES]
        assert any(sides.sides)
        assert all(code.text and code.place for codes in sides.sides for code in codes)
