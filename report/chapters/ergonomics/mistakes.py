"""When mistakes are caught: a sentence, a picture, tables."""

from collections import Counter
from statistics import median

from records.ergonomics import STAGES, Caught
from records.plan import Stack
from report.chapters.ergonomics.matrix import matrix
from report.chapters.ergonomics.mistake_tables import counts, every_mistake, uncaught
from report.chapters.ergonomics.stages import BEFORE_PRODUCTION, SHOWN
from report.data.ergonomics import Ergonomics
from report.page.document import Block, Picture, Table, Text
from report.text import MISSING, listed, number, plural

Mistakes = dict[str, dict[str, Caught]]
"""Mistake -> tool -> when it was caught."""


def blocks(found: Ergonomics) -> list[Block]:
    """All of them, one by one; [] where no mistake was followed."""
    if not found.caught:
        return []
    return [
        Text(
            "A mistake is a change of text in a copy of the project, the same idea with every tool. The stages follow "
            "one another as before a deployment: " + "; ".join(f"{SHOWN[s]}: {STAGES[s]}" for s in STAGES) + ". The "
            "shared core's own tests are not a stage: what counts is whether a wrapper's own checks notice a broken "
            "rule of the core. Seconds are those of all stages up to the one that caught it, each run to its end, "
            "with another tool's stages running on the other core."
        ),
        every_mistake(followed(found), found.tools),
        uncaught(found),
    ]


def followed(found: Ergonomics) -> Mistakes:
    """The mistakes that were followed with every tool."""
    of = {tool.name: found.caught_with(tool.name) for tool in found.tools}
    everywhere = [name for name in next(iter(of.values())) if all(name in own for own in of.values())]
    return {name: {tool: own[name] for tool, own in of.items()} for name in everywhere}


def answer(found: Ergonomics) -> str:
    """How many mistakes are caught before production with each tool."""
    common = possible(found)
    if not common:
        return "No mistake was followed with every tool."
    told = [f"{before_production(common, tool)} with {tool.label}" for tool in found.tools]
    made = plural(len(common), "mistake")
    return f"Of {made} that can be made with every tool, {listed(told)} are caught before production."


def before_production(common: Mistakes, tool: Stack) -> int:
    """How many of them a stage before production catches with the tool."""
    return sum(of[tool.name].stage in BEFORE_PRODUCTION for of in common.values())


def picture(found: Ergonomics) -> Picture | None:
    """Every mistake and the stage that caught it; None where no mistake was followed."""
    return matrix(followed(found), found.tools) if found.caught else None


def table(found: Ergonomics) -> Table | None:
    """How many mistakes each stage caught; None where no mistake was followed."""
    return counts(found) if found.caught else None


def possible(found: Ergonomics) -> Mistakes:
    """The mistakes that can be made with every tool."""
    return {name: of for name, of in followed(found).items() if "absent" not in {one.stage for one in of.values()}}


def sentences(found: Ergonomics) -> list[str]:
    """How many mistakes each tool's stages caught, and which tool caught which earlier."""
    common = possible(found)
    if not common:
        return []
    reference = next(tool for tool in found.tools if tool.name == found.reference)
    return [
        *(_caught(common, tool) for tool in found.tools),
        *(_earlier(common, tool, reference) for tool in found.tools if tool != reference),
        *_read(found),
        *false_alarms(found),
    ]


def _caught(common: Mistakes, tool: Stack) -> str:
    """At which stages a tool's were caught, and after how long."""
    own = [of[tool.name] for of in common.values()]
    stages = Counter(one.stage for one in own)
    parts = [f"{stages[stage]} by {SHOWN[stage]}" for stage in BEFORE_PRODUCTION if stages[stage]]
    seconds = [one.seconds for one in own if one.stage in BEFORE_PRODUCTION]
    return (
        f"{tool.label}: of {plural(len(own), 'mistake')} that can be made with every tool, "
        f"{sum(stages[stage] for stage in BEFORE_PRODUCTION)} are caught before production"
        f"{f' ({listed(parts)})' if parts else ''}, "
        f"{stages['run']} in production, {stages['never']} never; those caught before production are seen after "
        f"{number(median(seconds)) if seconds else MISSING} s (median)."
    )


def _earlier(common: Mistakes, tool: Stack, reference: Stack) -> str:
    """How often a tool caught a mistake before the reference did, or after it."""
    order = list(STAGES)
    own = [order.index(of[tool.name].stage) - order.index(of[reference.name].stage) for of in common.values()]
    earlier, later = sum(way < 0 for way in own), sum(way > 0 for way in own)
    return (
        f"Compared with {reference.label}, {tool.label} catches {earlier} at an earlier stage, {later} at a later one "
        f"and {len(own) - earlier - later} at the same."
    )


def false_alarms(found: Ergonomics) -> list[str]:
    """How often a stage failed with no mistake made, and by which tests; [] where nobody looked."""
    told = []
    for tool in found.tools:
        own = [one for one in found.undisturbed if one.tool == tool.name]
        alarms = [one for one in own if one.false_alarm]
        by = listed(list(dict.fromkeys(test for one in alarms for test in one.by)))
        told += [f"{tool.label} {len(alarms)} of {len(own)}{f' ({by})' if by else ''}"] if own else []
    return [f"Runs of all stages that failed with no mistake made: {'; '.join(told)}."] if told else []


def _read(found: Ergonomics) -> list[str]:
    """How much a person has to read; [] where a tool has none that was caught with output."""
    shown = {
        tool.label: [one for one in found.caught if one.tool == tool.name and one.output_lines] for tool in found.tools
    }
    if not all(shown.values()):
        return []
    parts = [
        f"{label} {median(one.output_lines or 0 for one in own):.0f} and "
        f"{median(one.cause_from_end for one in own if one.cause_from_end is not None):.0f}"
        for label, own in shown.items()
    ]
    return [
        "Lines of output to read when a mistake is caught, median in all and from the end up to the cause: "
        f"{'; '.join(parts)}."
    ]
