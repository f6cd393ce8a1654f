"""What a failure or a change costs: how long until the tables are right again, and how much is run for it."""

from records.names import RERUN
from records.plan import Scenario
from report.chapters.rerun.recovery import Recovery, first_recoveries, recoveries
from report.chapters.rerun.sentences import sentence, short
from report.data.results import Results
from report.data.withdrawn import withdrawn
from report.page.document import Block, Items, Table, Text
from report.stats.comparison import too_few
from report.text import number, plural, spread

METHOD = (
    "The clock starts when the user requests the recovery, after the cause is fixed (or with the first request, if "
    "there is nothing to fix). It is read twice, as for a backfill: tables right, when the last step that had to run "
    "is committed; success, when the control plane reports it. A step had to run if it was not done yet, or if what "
    "it is made from had changed; a step over a range counts once for each day. Every execution in the step log "
    "counts, failed ones too. Actions are the calls or commands of a user, without fixing the cause and deploying new "
    "code. With every tool, a failed step is retried twice, after 10 s each."
)


def costs(results: Results) -> list[Block]:
    """For each fault its table and one sentence per row; [] where none was measured."""
    measured = recoveries(results)
    if not measured:
        return []
    fewest = min(len(each.runs) for own in measured.values() for each in own)
    parts: list[Block] = [
        Text(f"{METHOD} {too_few(fewest, 'of a recovery')}".rstrip()),
    ]
    for scenario in results.scenarios:
        if own := measured.get(scenario.name):
            parts += [
                Text(scenario.name.replace("-", " ").capitalize(), "heading"),
                _table(results, scenario, own),
                Items([sentence(each) for each in own]),
            ]
    return parts


def overview(results: Results) -> Table:
    """One line per fault, one column per contender that is in all of them: its first way."""
    first = first_recoveries(results)
    everywhere = [c for c in results.contenders if all(c.name in own for own in first.values())]
    leading = [c for c in everywhere if c.kind in ("control", "tuned")] or everywhere
    timed = not times_withdrawn(results)
    rows = [[fault, *(short(own[one.name], timed=timed) for one in leading)] for fault, own in first.items()]
    work = "steps that ran, and how many had to; the user's actions"
    caption = f"Time until the control plane reports success; {work}" if timed else work.capitalize()
    return Table(caption, ["Fault", *(c.name for c in leading)], rows, words=1 + len(leading))


def times_withdrawn(results: Results) -> str:
    """Why no times are shown beside the counts; "" where they are."""
    why = withdrawn(results, RERUN)
    return f"Its times are {why}." if why else ""


def _table(results: Results, scenario: Scenario, own: list[Recovery]) -> Table:
    columns = ["Contender", "Way", "n", "Tables right, s", "Success, s", "CPU, s", "Ran", "Had to", "Actions", "Tables"]
    cells = [
        [
            each.contender.name,
            each.way,
            str(len(each.runs)),
            number(each.right_s),
            number(each.done_s),
            number(each.cpu_s),
            spread(rerun.executed for rerun in each.reruns),
            spread(rerun.needed for rerun in each.reruns),
            spread(len(rerun.actions) for rerun in each.reruns),
            "a clean run's" if not each.differences else f"{each.differences:,} differences",
        ]
        for each in own
    ]
    days = len(results.cases(scenario.name)[0].days)
    return Table(f"{plural(days, 'day')}: {scenario.about}", columns, cells, words=2)
