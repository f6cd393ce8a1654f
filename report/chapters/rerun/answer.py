"""Failures and changes in one sentence, and what was not right in the end: counts, which one round can tell."""

from report.chapters.rerun.recovery import Recovery, first_recoveries
from report.data.results import Results
from report.text import listed, plural


def answer(results: Results) -> str:
    """After how many faults each leading tool was right again, and how often without an execution too many."""
    faults = first_recoveries(results)
    told = [
        f"{contender.label} was right again after {sum(not one.wrong for one in own)}, and ran no step that did not "
        f"have to run after {sum(map(runs_no_more, own))}"
        for contender in results.contenders
        if contender.kind == "tuned" and (own := [of[contender.name] for of in faults.values() if contender.name in of])
    ]
    if not told:
        return "No tool's tuned contender was measured."
    return f"Of {plural(len(faults), 'fault')}, each got over in the way that a user takes first: {'; '.join(told)}."


def not_right(results: Results) -> list[str]:
    """Who was not right again after which fault; [] where everybody was."""
    found: dict[str, list[str]] = {}
    for fault, of in first_recoveries(results).items():
        for one in of.values():
            if one.wrong:
                found.setdefault(one.contender.label, []).append(f"{fault} ({one.wrong})")
    return [f"{label} was not right again after {listed(faults)}." for label, faults in found.items()]


def runs_no_more(one: Recovery) -> bool:
    """Whether it was right again, and no step ran that did not have to."""
    return not one.wrong and one.most("executed") == one.most("needed")
