"""README's figures, written from the committed reference results: ``python -m report.readme``."""

from pathlib import Path

from report.findings.rerun import overview
from report.headline import headline
from report.read import Results, read_results
from report.summary import CONTROL, MAIN_METRICS, WALL, SummaryRecord, summarize_case
from report.tables import OVER, WALL_ENDS
from report.words import file_name, interval, number, plural, spread, times

PROJECT = Path(__file__).resolve().parents[1]
REFERENCE = PROJECT / "results" / "reference"
README = PROJECT / "README.md"
BEGIN, END = "<!-- figures: written by make docs -->", "<!-- figures end -->"


def references() -> tuple[Results, Results]:
    """The newest committed reference results: of backfills, and of reruns.

    Raises FileNotFoundError where either is missing.
    """
    newest = sorted((plan.parent for plan in REFERENCE.glob("*/plan.json")), reverse=True)
    found = [read_results(folder) for folder in newest]
    backfills = [results for results in found if results.subjects]
    reruns = [results for results in found if results.reruns]
    if not backfills or not reruns:
        raise FileNotFoundError(f"{REFERENCE} holds no results of {'reruns' if backfills else 'a backfill'}")
    return backfills[0], reruns[0]


def figures() -> str:
    """README's figures: the backfill's, then what a failure or a change costs."""
    backfills, reruns = references()
    return f"{block(backfills)}\n\n{rerun_block(reruns)}"


def rerun_block(results: Results) -> str:
    """The overview of the reruns, as Markdown."""
    where = results.folder.relative_to(PROJECT)
    table = overview(results)
    lines = [
        f"What a failure or a change costs. {table.caption}:",
        "",
        f"| {' | '.join(table.columns)} |",
        "|" + "---|" * len(table.columns),
        *(f"| {' | '.join(row)} |" for row in table.rows),
        "",
        f"Every contender in every way is in [the report]({where}/report.md).",
    ]
    return "\n".join(lines)


def block(results: Results) -> str:
    """The headline, the table and the picture of the reference result's main case, as Markdown."""
    where = results.folder.relative_to(PROJECT)
    machine = results.measurements[0].machine
    scenario, case = results.main.scenario, results.main.case
    records = {(r.contender, r.metric): r for r in summarize_case(results, *results.main.key, MAIN_METRICS)}
    rounds = spread(r.n for r in records.values() if r.n and r.metric == WALL.name)
    days = f"{plural(case.days.count, 'day')} ({case.days.start} to {case.days.end}), {case.concurrency} at once"
    lines = [
        f"{days}, source {case.source}, {rounds} rounds, on {plural(machine.cores, 'core')}:",
        "",
        *(f"- {sentence}" for sentence in headline(results)),
        "",
        "| | " + " | ".join(metric.heading for metric in MAIN_METRICS) + " |",
        "|---|" + "---:|" * len(MAIN_METRICS),
        *(
            f"| {contender} | " + " | ".join(_cell(records[contender, metric.name]) for metric in MAIN_METRICS) + " |"
            for contender in results.contenders_of(*results.main.key)
        ),
        "",
        f"![Wall and CPU time of each contender]({where}/{file_name(scenario)}-time.svg)",
        "",
        f"{OVER.capitalize()}, its interval in brackets, ratio to bare; {WALL_ENDS}. Every raw value is in "
        f"[the report]({where}/report.md).",
    ]
    return "\n".join(lines)


def _cell(record: SummaryRecord) -> str:
    bounds = f" ({interval(record.low, record.high)})" if record.low is not None else ""
    ratio = f", {times(record.ratio_to_bare)}" if record.contender != CONTROL and record.ratio_to_bare else ""
    return f"{number(record.median)}{bounds}{ratio}"


def written(text: str, figures: str) -> str:
    """README's text with the figures between their marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{figures}\n{END}{after}"


if __name__ == "__main__":
    README.write_text(written(README.read_text(), figures()))
