"""README's figures, the report and the pages beside it, from what is committed: ``python -m report.readme``."""

from pathlib import Path

from report.chapters.registry import registered
from report.data.folders import Evidence, first_of_each
from report.page.document import Block, Items, Picture
from report.page.render import cell
from report.report import write_evidence
from report.text import listed, plural

PROJECT = Path(__file__).resolve().parents[1]
REFERENCE = PROJECT / "results" / "reference"
REPORT = PROJECT / "report"
README = PROJECT / "README.md"
BEGIN, END = "<!-- figures: written by make docs -->", "<!-- figures end -->"


def reference() -> Evidence:
    """The newest committed reference results of each kind; raises ResultError if one cannot be read."""
    return first_of_each(sorted((path for path in REFERENCE.iterdir() if path.is_dir()), reverse=True))


def figures(evidence: Evidence) -> str:
    """README's figures as Markdown: what chapters show there, on which machine, and where all the rest is."""
    shown = [block for chapter in registered() for block in chapter.summary(evidence)]
    cores = sorted({machine.cores for part in evidence.parts.values() for machine in part.machines})
    return "\n".join(
        [
            *(line for block in shown for line in _lines(block)),
            f"Measured on {listed([plural(count, 'core') for count in cores])}. "
            "[The report](report/report.md) has the rows that these sentences stand on, with their intervals; "
            "[report/index.html](report/index.html) is the same as a page, with timelines that zoom and a ranking by "
            "your own weights.",
        ]
    )


def _lines(block: Block) -> list[str]:
    match block:
        case Picture(name, alt):
            return [f"![{alt}](report/{name}.svg)", ""]
        case Items(items):
            return [*(f"- {cell(item)}" for item in items), ""]
        case _:
            raise TypeError(f"{type(block).__name__} has no place in README")


def written(text: str, figures: str) -> str:
    """README's text with the figures between their marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{figures}\n{END}{after}"


def main() -> None:
    """Write them; what an earlier report had and this one has not goes."""
    found = reference()
    README.write_text(written(README.read_text(), figures(found)))
    for place, text in (page for chapter in registered() for page in chapter.pages().items()):
        (PROJECT / place).write_text(text)
    now = set(write_evidence(found, REPORT))
    for old in {*REPORT.glob("*.svg"), *REPORT.glob("evidence/*.md")} - now:
        old.unlink()


if __name__ == "__main__":
    main()
