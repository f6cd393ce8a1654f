"""README's figures and the report, written from the committed reference results: ``python -m report.readme``."""

from pathlib import Path

from report.evidence import Evidence, first_of_each
from report.page import write_evidence
from report.verdict.blocks import picture, verdict
from report.verdict.lines import lines
from report.verdict.questions import questions
from report.words import plural

PROJECT = Path(__file__).resolve().parents[1]
REFERENCE = PROJECT / "results" / "reference"
REPORT = PROJECT / "report"
README = PROJECT / "README.md"
BEGIN, END = "<!-- figures: written by make docs -->", "<!-- figures end -->"


def reference() -> Evidence:
    """The newest committed reference results of each kind; raises ResultError if one cannot be read."""
    return first_of_each(sorted((path for path in REFERENCE.iterdir() if path.is_dir()), reverse=True))


def figures(evidence: Evidence) -> str:
    """README's figures as Markdown: the verdict, its picture, and where all the rest is."""
    found = lines(questions(evidence))
    table, drawn = verdict(found), picture(found)
    machines = [one for own in evidence.machines.values() for one in own]
    cores = plural(machines[0].cores, "core")
    return "\n".join(
        [
            f"Each orchestrator in its best configuration against the other, on {cores}. Ratios come with their 95 % "
            "interval; less is better.",
            "",
            f"| {' | '.join(table.columns)} |",
            "|" + "---|" * table.words + "---:|" * (len(table.columns) - table.words),
            *(f"| {' | '.join(row)} |" for row in table.rows),
            "",
            f"![{drawn.alt}](report/{drawn.name}.svg)",
            "",
            "[The report](report/report.md) has every configuration, scaling, timelines, reruns, the code of both "
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
