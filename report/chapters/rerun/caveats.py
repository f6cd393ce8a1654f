"""What a reader has to know beside what recoveries cost, each from the data."""

from collections.abc import Sequence

from records.names import PIPELINE, RERUN
from records.plan import Contender
from report.chapters.rerun.recovery import first_recoveries
from report.chapters.shared.unfinished import unfinished_parts
from report.data.folders import Evidence
from report.data.results import Results


def caveats(evidence: Evidence, compared: Sequence[Contender]) -> list[str]:
    """Sentences in order of weight; [] where there is nothing to say."""
    results = evidence.runs(RERUN)
    if not results:
        return []
    said = waited(results) if any(contender.stack == "dagster" for contender in compared) else []
    return [*said, *once(results), *unfinished_parts(evidence, RERUN)]


def once(results: Results) -> list[str]:
    """That times are of single rounds, where they are."""
    found = [each for of in first_recoveries(results).values() for each in of.values()]
    if max((len(each.runs) for each in found), default=0) != 1:
        return []
    return ["Failures and changes were measured once each: trust the counts, not the times."]


def waited(results: Results) -> list[str]:
    """How many of Dagster's recoveries hold the wait for its backfill daemon."""
    found = [each for of in first_recoveries(results).values() for each in of.values()]
    own = [each for each in found if (each.contender.stack, each.contender.kind) == ("dagster", "tuned")]
    waiting = [each for each in own if any("PartitionBackfill" in action for action in each.reruns[0].actions)]
    if not waiting:
        return []
    said = (
        f"{len(waiting)} of Dagster's {len(own)} recoveries were requested as backfills and include the wait for its "
        "backfill daemon."
    )
    if single := sum(each.reruns[0].needed == len(PIPELINE) for each in waiting):
        said += (
            f" {single} of them {'are' if single > 1 else 'is'} for a single day, which its user interface would "
            "launch as a run, without that wait."
        )
    return [said]
