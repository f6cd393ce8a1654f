"""README's figures, written from the committed reference result: ``python -m report.readme``."""

from pathlib import Path

from report.headline import headline
from report.read import Results, read_results
from report.summary import METRICS, summarize
from report.words import interval, number, times

PROJECT = Path(__file__).resolve().parents[1]
REFERENCE = PROJECT / "results" / "reference"
README = PROJECT / "README.md"
BEGIN, END = "<!-- figures: written by make docs -->", "<!-- figures end -->"


def reference() -> Path:
    """The newest committed reference result; raises FileNotFoundError where there is none."""
    folders = sorted(plan.parent for plan in REFERENCE.glob("*/plan.json"))
    if not folders:
        raise FileNotFoundError(f"{REFERENCE} holds no results")
    return folders[-1]


def block(results: Results) -> str:
    """The headline, the table and the picture of the reference result, as Markdown."""
    where = results.folder.relative_to(PROJECT)
    machine = results.measurements[0].machine
    days = results.plan.days
    lines = [
        f"{days.count} real days ({days.start} to {days.end}), {results.plan.rounds} rounds, on {machine.cores} cores:",
        "",
        *(f"- {sentence}" for scenario in results.scenarios for sentence in headline(results, scenario)),
        "",
        "| | " + " | ".join(results.contenders) + " |",
        "|---|" + "---:|" * len(results.contenders),
    ]
    records = {(r.metric, r.contender): r for r in summarize(results)}
    for metric in METRICS:
        cells = []
        for contender in results.contenders:
            record = records[metric.name, contender]
            ratio = f", {times(record.ratio_to_bare)}" if record.ratio_to_bare not in (None, 1) else ""
            cells.append(f"{number(record.median)} ({interval(record.low, record.high)}){ratio}")
        lines.append(f"| {metric.title}, {metric.unit} | " + " | ".join(cells) + " |")
    scenario = results.scenarios[0]
    lines += [
        "",
        f"![Wall and CPU time of each contender]({where}/{scenario}-time.svg)",
        "",
        f"Median over rounds (interval), ratio to bare. Every raw value is in [the report]({where}/report.md).",
    ]
    return "\n".join(lines)


def written(text: str, figures: str) -> str:
    """README's text with the figures between their marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{figures}\n{END}{after}"


if __name__ == "__main__":
    README.write_text(written(README.read_text(), block(read_results(reference()))))
