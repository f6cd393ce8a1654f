"""What a reader has to know beside what recoveries cost, each from the data."""

from collections.abc import Sequence

from records.names import PIPELINE, RERUN
from records.plan import Contender
from report.chapters.rerun.recovery import Recovery, first_recoveries
from report.chapters.shared.unfinished import unfinished_parts
from report.data.folders import Evidence


def caveats(evidence: Evidence, compared: Sequence[Contender]) -> list[str]:
    """Sentences in order of weight; [] where there is nothing to say."""
    results = evidence.runs(RERUN)
    if not results:
        return []
    found = [each for of in first_recoveries(results).values() for each in of.values()]
    own = [each for each in found if (each.contender.stack, each.contender.kind) == ("dagster", "tuned")]
    said = _waited(own) if any(contender.stack == "dagster" for contender in compared) else []
    once = max((len(each.runs) for each in found), default=0) == 1
    said += ["Failures and changes were measured once each: trust the counts, not the times."] if once else []
    return [*said, *unfinished_parts(evidence, RERUN)]


def _waited(own: list[Recovery]) -> list[str]:
    """How many of Dagster's recoveries hold the wait for its backfill daemon."""
    waited = [each for each in own if any("PartitionBackfill" in action for action in each.reruns[0].actions)]
    if not waited:
        return []
    said = (
        f"{len(waited)} of Dagster's {len(own)} recoveries were requested as backfills and include the wait for its "
        "backfill daemon."
    )
    if single := sum(each.reruns[0].needed == len(PIPELINE) for each in waited):
        said += (
            f" {single} of them {'are' if single > 1 else 'is'} for a single day, which its user interface would "
            "launch as a run, without that wait."
        )
    return [said]
