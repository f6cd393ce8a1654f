"""What was planned and not measured."""

from collections import Counter

from report.chapters.registry import title
from report.data.folders import Evidence
from report.data.results import Results


def unfinished(results: Results) -> str:
    """How much of the plan is still to be measured."""
    asked = {(entry.scenario, entry.case, entry.contender): entry.rounds for entry in results.plan.entries}
    done = Counter(run.key for run in results.runs)
    left = sum(max(0, rounds - done[place]) for place, rounds in asked.items())
    return f"{left:,} of {sum(asked.values()):,} planned rounds were not measured." if left else ""


def unfinished_parts(evidence: Evidence, family: str) -> list[str]:
    """The same of every part of the evidence that is about a scenario family, by its title."""
    found = {key: unfinished(results) for key, results in evidence.all_runs().items() if family in results.families}
    return [f"{title(key)}: {sentence}" for key, sentence in found.items() if sentence]
