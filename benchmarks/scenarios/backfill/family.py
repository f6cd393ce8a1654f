"""The family backfills: a native backfill, the same again, with ever more readings."""

from pathlib import Path

from benchmarks.measuring import selection
from benchmarks.measuring.scenario import Ask, Family, Profile, Scenario
from benchmarks.scenarios.backfill.references import REFERENCES
from records.names import AA, BACKFILL, BACKFILLS, GROWING

_DRIVER = Path(__file__).with_name("measure.py")
_ATTACHED = Path(__file__).with_name("measure_attached.py")
_CORE, _TUNED, _STOCK = selection.core(), selection.tuned(), selection.stock()
_LEADING = selection.with_beside(*_CORE)


def _growing(rounds: int, *stations: int) -> tuple[Ask, ...]:
    return tuple(Ask(GROWING, _CORE, rounds=rounds, days=1, stations=each) for each in stations)


SCENARIOS = (
    Scenario(BACKFILL, BACKFILLS, "a native backfill", _DRIVER, attached_driver=_ATTACHED),
    Scenario(
        AA,
        BACKFILLS,
        "the same backfill measured a second time: what differs is noise",
        _DRIVER,
        usual=(Ask(AA, _TUNED, rounds=8, days=3),),
        attached_driver=_ATTACHED,
        repeats=BACKFILL,
    ),
    Scenario(
        GROWING,
        BACKFILLS,
        "one day with ever more readings: from which size on the orchestrator does not matter",
        _DRIVER,
        usual=_growing(1, 1, 1_000, 10_000),
        own_days=True,
        own_source=True,
    ),
)

_MANY = [(days, concurrency) for days in (1, 7, 30, 90, 364) for concurrency in (1, 2, 4, 8)]
_PROFILES = {
    "quick": Profile(
        "a first look",
        (Ask(BACKFILL, _LEADING, rounds=2, days=3, warm_ups=1),),
    ),
    "standard": Profile(
        "the tuned contenders with the rounds that a verdict needs, those as installed once",
        (
            # Short backfills, often: rounds are paired, and the machine's speed is out of the ratios. With nine of
            # them CPU time is told apart to 5 % on a machine whose pairs scatter by no more than 6 %.
            Ask(BACKFILL, _LEADING, rounds=9, days=3, warm_ups=1),
            Ask(BACKFILL, _STOCK, rounds=1, days=3, warm_ups=1),
            Ask(BACKFILL, selection.launched_as_runs(), rounds=1, days=3, launched_as="runs"),
            Ask(AA, _TUNED, rounds=9, days=3),
            Ask(BACKFILL, _CORE, rounds=1, days=1),
            Ask(BACKFILL, _CORE, rounds=1, days=8),
            Ask(BACKFILL, _TUNED, rounds=1, days=3, concurrency=4),
            # The backfill of one day is the small size.
            *_growing(1, 10_000),
        ),
    ),
    "pairs": Profile(
        "every contender, pair by pair, three rounds each",
        (
            Ask(BACKFILL, selection.usual(), rounds=3, days=3, warm_ups=1),
            Ask(BACKFILL, selection.seldom(), rounds=1, days=3),
            Ask(BACKFILL, selection.launched_as_runs(), rounds=3, days=3, launched_as="runs"),
        ),
    ),
    **REFERENCES,
    "full": Profile(
        "every case",
        (
            Ask(BACKFILL, selection.everyone(), rounds=7, days=7, warm_ups=1),
            Ask(AA, selection.everyone(), rounds=7, days=7),
            *(
                Ask(BACKFILL, selection.everyone(), rounds=7, days=days, concurrency=concurrency)
                for days, concurrency in _MANY
                if (days, concurrency) != (7, 2)
            ),
            *_growing(7, 1, 10, 100, 1_000, 10_000),
        ),
    ),
}

FAMILY = Family(10, BACKFILLS, "backfills of days that have never been run", SCENARIOS, _PROFILES)
