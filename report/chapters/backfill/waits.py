"""What the findings share: which cases and contenders they are about, and how a ratio is worded."""

from collections.abc import Iterable, Sequence

from records.measurement import Case
from report.chapters.backfill.headline import ENOUGH
from report.data.results import Results
from report.data.summary import WALL, Metric, values
from report.stats.intervals import mean_ratio, ratio_interval
from report.text import number, times

BACKFILL, AA, NO_OP, GROWING = "backfill", "aa", "no-op", "growing"
TURN_S = 30
"""How often Dagster's backfill daemon looks for work; no setting changes it."""


def main_case(results: Results) -> Case | None:
    """The case of the backfill that the report is about; None where no backfill was asked for."""
    return results.main.case if results.main.scenario == BACKFILL else None


def numbered(results: Results, scenario: str, case: Case, metric: Metric = WALL) -> dict[str, list[float]]:
    """Contender -> the raw value of each round, in the metric's unit; without those that get no number."""
    found = {c: values(results, scenario, case.name, c, metric) for c in results.contenders_of(scenario, case.name)}
    return {contender: own for contender, own in found.items() if own}


def ratio_words(above: Sequence[float], below: Sequence[float]) -> str:
    """The ratio with its interval: 2.24× (2.01 to 2.44)."""
    found, bounds = times(mean_ratio(above, below)), ratio_interval(above, below)
    return f"{found} ({bounds[0]:.2f} to {bounds[1]:.2f})" if bounds else found


def enough(*groups: Sequence[float]) -> bool:
    """Whether every side has the rounds that a verdict needs."""
    return min(map(len, groups)) >= ENOUGH


def too_few(fewest: int, of_what: str) -> str:
    """That no verdict stands on so few rounds of a size, on a side; empty where there are enough."""
    return "" if fewest >= ENOUGH else f"Fewer than {ENOUGH} rounds {of_what} are too few for a verdict."


def limit(share: float) -> str:
    """A limit that was set, in per cent: 5 %."""
    return f"{100 * share:g} %"


def percent(share: float) -> str:
    """A share of one in per cent: 0.41 %, 4.12 %, 41.2 %."""
    return f"{number(100 * share)} %"


def waiting(contenders: Iterable[str]) -> str:
    """What is in Dagster's wall time whatever the work; empty where it is not among the contenders."""
    if not any(contender.startswith("dagster:") for contender in contenders):
        return ""
    return f"In Dagster's wall time are about {TURN_S // 2} s of waiting for its backfill daemon, whatever the work."


def lower(metric: Metric) -> str:
    """The metric inside a sentence: wall time, CPU time."""
    return metric.short.replace("Wall", "wall")
