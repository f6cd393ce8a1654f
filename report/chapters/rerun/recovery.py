"""What a failure or a change costs: how long until the tables are right again, and how much is run for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from records.measurement import PIPELINE, RERUNS, Case, Measurement, Rerun
from report.chapters.backfill.waits import too_few
from report.data.results import Results, Run
from report.data.summary import CONTROL, CPU
from report.page.document import Block, Items, Table, Text
from report.text import MISSING, label, number, one_line, plural, spread, times

METHOD = (
    "The clock starts when the user asks for the remedy, after the cause is mended (or with the first request, where "
    "nothing is to be mended), and stops twice, as for a backfill: tables right, when the last step that had to run is "
    "committed; done, when the control plane says so. A step had to run where it was not done yet, or where what it is "
    "made of had changed; a step over a range counts once a day. Every execution in the step log counts, failed ones "
    "too. Actions are the calls or commands of a user; mending the cause and deploying new code are none. Steps try "
    "again by themselves twice, after 10 s each, in both orchestrators."
)


@dataclass(frozen=True)
class Remedied:
    """One way in which one contender got over one trouble, over its rounds."""

    contender: str
    runs: list[Run]

    @property
    def reruns(self) -> list[Rerun]:
        """What ran in each round."""
        return [run.measurement.rerun for run in self.runs if run.measurement.rerun]

    @property
    def way(self) -> str:
        """How the user asked."""
        return self.reruns[0].remedy

    @property
    def failed(self) -> str | None:
        """Why the control plane never said 'done', where it did not."""
        return next((m.reason or "no reason was recorded" for m in self._measurements if m.outcome == "failed"), None)

    @property
    def right_s(self) -> float | None:
        """Median seconds until the tables were right; None where a round has none."""
        found = [m.clocks.data_ready_s for m in self._measurements]
        known = [seconds for seconds in found if seconds is not None]
        return median(known) if len(known) == len(found) else None

    @property
    def done_s(self) -> float | None:
        """Median seconds until the control plane said so; None where a round failed."""
        return None if self.failed else median(run.wall_s for run in self.runs)

    @property
    def cpu_s(self) -> float | None:
        """Median CPU seconds from request to done; None where a round's are not known."""
        known = [seconds for run in self.runs if (seconds := CPU.value(run)) is not None]
        return median(known) if len(known) == len(self._measurements) else None

    @property
    def differences(self) -> int:
        """In how many places the tables differ from a clean run's, at most."""
        return max(m.parity.difference_count for m in self._measurements)

    @property
    def _measurements(self) -> list[Measurement]:
        return [run.measurement for run in self.runs]


def _measured(results: Results) -> dict[str, list[Remedied]]:
    found = {trouble: list(remedied(results, trouble)) for trouble in RERUNS}
    return {trouble: rows for trouble, rows in found.items() if rows}


def remedied(results: Results, trouble: str) -> Iterator[Remedied]:
    """Every contender that was measured in the trouble: in its first way, then in others."""
    for case in sorted(results.cases(trouble), key=lambda case: case.remedy is not None):
        for contender in results.contenders_of(trouble, case.name):
            runs = [run for run in results.of(trouble, case.name, contender) if run.measurement.rerun]
            if runs:
                yield Remedied(contender, runs)


def blocks(results: Results) -> list[Block]:
    """An overview, then for each trouble its table and a sentence a row; [] where none was measured."""
    measured = _measured(results)
    if not measured:
        return []
    fewest = min(len(each.runs) for rows in measured.values() for each in rows)
    parts: list[Block] = [
        overview(results),
        Text(f"{METHOD} {too_few(fewest, 'of some')}".rstrip()),
    ]
    for trouble, rows in measured.items():
        case = results.cases(trouble)[0]
        parts += [
            Text(trouble.replace("-", " ").capitalize(), "heading"),
            _table(results, trouble, case, rows),
            Items([sentence(each) for each in rows]),
        ]
    return parts


def first_ways(results: Results) -> dict[str, dict[str, Remedied]]:
    """Trouble -> contender -> the first way in which its users would get over it; troubles that were measured."""
    measured = _measured(results)
    return {trouble: {each.contender: each for each in reversed(rows)} for trouble, rows in measured.items()}


def right(each: Remedied) -> bool:
    """Whether every round ended, with a clean run's tables and no step left out."""
    return not wrong(each)


def overview(results: Results) -> Table:
    """A line a trouble, a column a contender that is in all of them: its first way."""
    first = first_ways(results)
    shown = [c for c in next(iter(first.values())) if all(c in rows for rows in first.values())]
    leading = [c for c in shown if c == CONTROL or c.endswith(":tuned")] or shown
    leading.sort(key=lambda contender: (contender != CONTROL, contender))
    rows = [[trouble, *(_short(of[contender]) for contender in leading)] for trouble, of in first.items()]
    caption = "Until the control plane says 'done'; steps that ran, and how many had to; the user's actions"
    return Table(caption, ["Trouble", *leading], rows, words=1 + len(leading))


def _short(each: Remedied) -> str:
    if not right(each):
        return f"not right: {wrong(each)}"
    executed, needed = (spread(getattr(rerun, name) for rerun in each.reruns) for name in ("executed", "needed"))
    return f"{number(each.done_s)} s, ran {executed}, had to {needed}, {_actions(each)}"


def _table(results: Results, trouble: str, case: Case, rows: list[Remedied]) -> Table:
    columns = ["Contender", "Way", "n", "Tables right, s", "Done, s", "CPU, s", "Ran", "Had to", "Actions", "Tables"]
    cells = [
        [
            each.contender,
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
        for each in rows
    ]
    about = results.plan.scenarios.get(trouble, trouble)
    return Table(f"{plural(case.days.count, 'day')}: {about}", columns, cells, words=2)


def sentence(each: Remedied) -> str:
    """How the row reads, from its numbers alone."""
    said = f"{label(each.contender)}, {each.way}: "
    if problem := wrong(each):
        said += f"not right, {problem}"
    elif each.right_s is None:
        said += f"{number(each.done_s)} s to 'done'"
    else:
        said += f"right after {number(each.right_s)} s, 'done' after {number(each.done_s)} s"
    said += f", with {_actions(each)}; {_work(each)}"
    closest = [f"not native: {not_native}"] if (not_native := each.reruns[0].not_native) else []
    return "; ".join([said, *closest, *_before(each), *_left(each)]) + "."


def _actions(each: Remedied) -> str:
    counts = {len(rerun.actions) for rerun in each.reruns}
    return plural(counts.pop(), "action") if len(counts) == 1 else f"{spread(counts)} actions"


def _work(each: Remedied) -> str:
    executed, needed = (max(getattr(rerun, name) for rerun in each.reruns) for name in ("executed", "needed"))
    if executed == needed:
        return f"ran {plural(executed, 'step')}, all of which had to run" if needed else "ran nothing"
    if not needed:
        case = each.runs[0].measurement.case
        every = case.days.count * len(PIPELINE)
        of = f" of {every:,}, not each on every day" if executed < every else ""
        return f"ran {plural(executed, 'step')}{of}, none of which had to run"
    return f"ran {plural(executed, 'step')} where {needed:,} had to run ({times(executed / needed)})"


def wrong(each: Remedied) -> str:
    """What is not as after a clean run; empty where all is."""
    found = []
    if each.failed:
        found.append(one_line(each.failed, 160))
    if missing := _total(each, "missing"):
        found.append(f"{plural(missing, 'step')} did not run")
    if each.differences:
        first = next(m.parity.differences[0] for m in (run.measurement for run in each.runs) if m.parity.differences)
        found.append(f"{plural(each.differences, 'difference')}, the first in {first.table} at {first.key}")
    return ", ".join(found)


def _before(each: Remedied) -> list[str]:
    """What the run before the remedy did beside what it should."""
    found = []
    if failed := _total(each, "first_failed"):
        found.append(f"before, {plural(failed, 'execution')} had failed")
    if repeated := _total(each, "first_repeated"):
        found.append(
            f"{plural(repeated, 'step')} that had succeeded {'was' if repeated == 1 else 'were'} repeated by retries"
        )
    went_on = sorted({step for rerun in each.reruns for step in rerun.first_went_on}, key=PIPELINE.index)
    if went_on:
        found.append(f"{', '.join(went_on)} ran although what they depend on had failed")
    return found


def _left(each: Remedied) -> list[str]:
    """What is still shown as failed, and what was refused."""
    found = []
    if tests := sorted({test for rerun in each.reruns for test in rerun.tests_left_failed}):
        found.append(f"the failed test {', '.join(tests)} was not run again")
    if refused := [text for rerun in each.reruns for text in rerun.refused]:
        found.append(f"refused: {one_line(refused[0], 120)}")
    before, after = each.reruns[0].shown_before, each.reruns[0].shown_after
    shown = [f"{_states(states)} {when}" for states, when in ((before, "before"), (after, "after")) if states]
    return [*found, f"shown: {', '.join(shown)}"] if shown else found


def _states(states: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in states.items()) or MISSING


def _total(each: Remedied, name: str) -> int:
    return max(int(getattr(rerun, name)) for rerun in each.reruns)
