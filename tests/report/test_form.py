"""The form of every chapter on something that was measured."""

from report.chapters.form import CHANGES, MEANS, Form
from report.page.document import Items, Picture, Section, Table, Text
from report.page.render import rendered_page

PICTURE = Picture("idle", "what it shows", "<svg></svg>")
TABLE = Table("What an hour takes", ["Contender"], [["bare"]])
BEHIND = Section("Raw values", [Text("All of them.")])


def test_the_parts_of_a_chapter_have_one_order() -> None:
    """Question, answer, picture, table, what it means, what would change it; what it stands on is behind it."""
    form = Form("Idle", "What does it take?", "An hour.", PICTURE, TABLE, ["So much."], ["Another day."], [BEHIND])
    assert form.section() == Section(
        "Idle",
        [
            Text("What does it take?", "question"),
            Text("An hour.", "lead"),
            PICTURE,
            TABLE,
            Text(MEANS, "heading"),
            Items(["So much."]),
            Text(CHANGES, "heading"),
            Items(["Another day."]),
        ],
        evidence=[BEHIND],
    )


def test_what_has_nothing_to_say_is_left_out() -> None:
    """With its heading; a section of the evidence that has no block as well."""
    asked, told = Text("What does it take?", "question"), Text("An hour.", "lead")
    assert Form("Idle", asked.text, told.text).section() == Section("Idle", [asked, told])
    form = Form("Idle", asked.text, told.text, changes=["Another day."], evidence=[Section("Parity"), BEHIND])
    found = form.section()
    assert found.blocks == [asked, told, Text(CHANGES, "heading"), Items(["Another day."])]
    assert found.evidence == [BEHIND]


def test_a_chapter_that_is_to_be_trusted_less_says_so_below_its_answer() -> None:
    """Before any figure."""
    found = Form("Idle", "What does it take?", "An hour.", table=TABLE, warning="Measured long ago.").section()
    assert found.blocks[1:] == [Text("An hour.", "lead"), Text("\N{WARNING SIGN} Measured long ago."), TABLE]


def test_the_evidence_is_a_page_of_its_own_in_markdown_and_behind_a_fold_in_html() -> None:
    """The chapter leads to it, and it leads back."""
    pages = rendered_page("Title", "Subtitle", [Form("Idle", "What?", "That.", evidence=[BEHIND]).section()])
    assert list(pages) == ["report.md", "index.html", "evidence/idle.md"]
    assert "\n## Idle\n\n*What?*\n\n**That.**\n" in pages["report.md"]
    assert "\nEvidence: [Raw values](evidence/idle.md)\n" in pages["report.md"]
    assert "All of them." not in pages["report.md"]
    assert pages["evidence/idle.md"].startswith("# Idle: evidence\n")
    assert "[the report](../report.md#idle)" in pages["evidence/idle.md"]
    assert "\n## Raw values\n\nAll of them.\n" in pages["evidence/idle.md"]
    html = pages["index.html"]
    fold = html[html.index('<details class="evidence">') :].partition("</details>")[0]
    assert "<summary>Evidence: Raw values</summary>" in fold
    assert "<p>All of them.</p>" in fold
