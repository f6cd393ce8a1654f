"""How a recovery reads, from its numbers alone."""

from records.names import PIPELINE
from report.chapters.rerun.recovery import Recovery
from report.text import MISSING, number, one_line, plural, spread, times


def sentence(each: Recovery) -> str:
    """How the row reads."""
    said = f"{each.contender.label}, {each.way}: "
    if each.wrong:
        said += f"not right, {each.wrong}"
    elif each.right_s is None:
        said += f"success after {number(each.done_s)} s"
    else:
        said += f"tables right after {number(each.right_s)} s, success after {number(each.done_s)} s"
    said += f", with {actions(each)}; {_work(each)}"
    closest = [f"not native: {not_native}"] if (not_native := each.reruns[0].not_native) else []
    return "; ".join([said, *closest, *_before(each), *_left(each)]) + "."


def short(each: Recovery, *, timed: bool = True) -> str:
    """The same in a cell: time, work and actions, or what is wrong."""
    if each.wrong:
        return f"not right: {each.wrong}"
    executed, needed = (spread(getattr(rerun, name) for rerun in each.reruns) for name in ("executed", "needed"))
    took = f"{number(each.done_s)} s, " if timed else ""
    return f"{took}ran {executed}, had to {needed}, {actions(each)}"


def actions(each: Recovery) -> str:
    """How many actions of the user it took."""
    counts = {len(rerun.actions) for rerun in each.reruns}
    return plural(counts.pop(), "action") if len(counts) == 1 else f"{spread(counts)} actions"


def _work(each: Recovery) -> str:
    executed, needed = each.most("executed"), each.most("needed")
    if executed == needed:
        return f"ran {plural(executed, 'step')}, all of which had to run" if needed else "ran nothing"
    if not needed:
        every = len(each.measurements[0].case.days) * len(PIPELINE)
        of = f" of {every:,}, not each on every day" if executed < every else ""
        return f"ran {plural(executed, 'step')}{of}, none of which had to run"
    return f"ran {plural(executed, 'step')} where {needed:,} had to run ({times(executed / needed)})"


def _before(each: Recovery) -> list[str]:
    """What the run before the recovery did beside what it should."""
    found = []
    if failed := each.most("first_failed"):
        found.append(f"{plural(failed, 'execution')} had failed before")
    if repeated := each.most("first_repeated"):
        found.append(
            f"{plural(repeated, 'step')} that had succeeded {'was' if repeated == 1 else 'were'} repeated by retries"
        )
    went_on = sorted({step for rerun in each.reruns for step in rerun.first_went_on}, key=PIPELINE.index)
    if went_on:
        found.append(f"{', '.join(went_on)} ran although what they depend on had failed")
    return found


def _left(each: Recovery) -> list[str]:
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
