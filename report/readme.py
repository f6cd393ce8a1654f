"""README's figures and the report, written from the committed reference results: ``python -m report.readme``."""

from pathlib import Path

from report.chapters.verdict.caveats import caveats
from report.chapters.verdict.picture import picture
from report.chapters.verdict.questions import questions
from report.chapters.verdict.rows import rows
from report.chapters.verdict.tables import verdict_table
from report.data.folders import Evidence, first_of_each
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
    """README's figures as Markdown: the verdict, its picture, what to know beside it, and where all the rest is."""
    found = rows(questions(evidence))
    table, drawn = verdict_table(found), picture(found)
    cores = sorted({machine.cores for part in evidence.parts.values() for machine in part.machines})
    return "\n".join(
        [
            f"{table.caption}, on {listed([plural(count, 'core') for count in cores])}. A tool's cell has its ratio to "
            "the reference (of geometric means over rounds, with its 95 % interval; less is better), then its own "
            "median and rounds.",
            "",
            f"| {' | '.join(table.columns)} |",
            "|" + "---|" * len(table.columns),
            *(f"| {' | '.join(map(cell, row))} |" for row in table.rows),
            "",
            *([f"![{drawn.alt}](report/{drawn.name}.svg)", ""] if drawn else []),
            *(f"- {cell(sentence)}" for sentence in caveats(evidence, found)),
            "",
            "[The report](report/report.md) has every configuration, scaling, timelines, reruns, the code of the "
            "wrappers side by side, the method and its limits; as a page that zooms, with a ranking by your own "
            "weights, it is [report/index.html](report/index.html).",
        ]
    )


def written(text: str, figures: str) -> str:
    """README's text with the figures between their marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{figures}\n{END}{after}"


if __name__ == "__main__":
    found = reference()
    README.write_text(written(README.read_text(), figures(found)))
    write_evidence(found, REPORT)
