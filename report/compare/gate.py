"""What a comparison means to a script that must not let a slower version pass."""

from report.compare.records import WITHHELD, ComparisonRecord
from report.data.metrics import WALL
from report.stats.comparison import ENOUGH
from report.text import times

JUDGED = ("faster", "slower", "no measurable difference")


def failures(records: list[ComparisonRecord], allowed: float) -> list[str]:
    """Why B must not pass, a sentence each; [] if it may. allowed is the share of A's wall time it may take more.

    B must not pass where a wall time is measurably longer and by more than allowed, where A has a figure and B failed,
    left other tables or was planned and not measured, or where there is nothing to judge by.
    """
    walls = _walls(records)
    slower = [r for r in walls if r.verdict == "slower" and r.ratio is not None and r.ratio > 1 + allowed]
    lost = [r for r in walls if r.reason == WITHHELD[1]]
    nothing = [] if any(r.verdict in JUDGED for r in walls) else ["nothing could be judged"]
    return [
        *(f"slower: {_place(r)}, {times(r.ratio)} the wall time ({r.low:.2f} to {r.high:.2f})" for r in slower),
        *(f"no number any more: {_place(r)}, {r.detail}" for r in lost),
        *nothing,
    ]


def warnings(records: list[ComparisonRecord]) -> list[str]:
    """What could not be judged, a line for each cause."""
    found: dict[str, list[str]] = {}
    for r in _walls(records):
        if r.verdict == "too few rounds":
            found.setdefault(f"fewer than {ENOUGH} rounds on a side", []).append(_place(r))
        elif r.reason and r.reason != WITHHELD[1]:
            found.setdefault(r.reason, []).append(_place(r))
    return [f"not judged, {cause}: {'; '.join(places)}" for cause, places in found.items()]


def _walls(records: list[ComparisonRecord]) -> list[ComparisonRecord]:
    return [record for record in records if record.metric == WALL.name]


def _place(record: ComparisonRecord) -> str:
    return f"{record.scenario} {record.case} {record.contender}"
