"""The profiles: which scenarios, in which cases, with which contenders, how often."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from benchmarks.errors import BenchError
from benchmarks.scenarios.rerun.faults import TROUBLES
from benchmarks.scenarios.rerun.recoveries import remedies
from benchmarks.stacks.registry import CONTENDERS, CONTROL
from benchmarks.stacks.registry import contender as contender_of
from records.measurement import Case, Entry
from records.measurement import Days as DaysOf
from shared_etl.days import Days

BACKFILL, AA, NO_OP, GROWING = "backfill", "aa", "no-op", "growing"
SCENARIOS = {
    BACKFILL: "a native backfill",
    AA: "the same backfill measured a second time: what differs is noise",
    NO_OP: "the same backfill with steps that do nothing: the control plane alone",
    GROWING: "one day with ever more readings: when does the orchestrator stop to matter",
    **{trouble.name: trouble.about for trouble in TROUBLES.values()},
}
PACKAGED = "packaged"

_ALL = tuple(one.name for one in CONTENDERS)
_TUNED = ("airflow:tuned", "dagster:tuned")
_CORE = (CONTROL, *_TUNED)
_STOCK = ("airflow:stock", "dagster:stock")
# It imports what tuned does, at another time: that matters to no remedy, and an hour has no room for it.
_FULL_ALONE = ("airflow:no-preload",)
_RERUN = tuple(name for name in _ALL if name not in _FULL_ALONE)
_SPECIAL = tuple(name for name in _RERUN if name not in (*_CORE, *_STOCK))
# A wrapper's variants differ in how they run dbt or in the range that they take: where steps do nothing, in nothing.
_NO_OP = (*_CORE, *_STOCK)


@dataclass(frozen=True)
class Ask:
    """Some contenders in one case of a scenario."""

    scenario: str
    contenders: tuple[str, ...]
    rounds: int
    days: int
    concurrency: int = 2
    stations: int | None = None
    """How many stations are made up, 24 readings a day each; None for the source that the user names."""
    warm_ups: int = 0
    """Rounds before the others, in which memory is measured and nothing else counts."""
    remedy: str | None = None
    """In which way days are asked for again, where not in each contender's first."""

    def case(self, start: date, source: str) -> Case:
        """The case, from the first day and the source that the user names."""
        days = Days.of(start, self.days)
        name = f"{self.days}-day{'s' if self.days > 1 else ''}-{self.concurrency}-at-once"
        work: Literal["weather", "nothing"] = "nothing" if self.scenario == NO_OP else "weather"
        if self.stations is not None:
            name, source = f"{name}-{self.stations}-stations", f"generated:{self.stations}"
        if work == "nothing":
            name = f"{name}-nothing"
        if self.remedy:
            name = f"{name}-by-{self.remedy}"
        return Case(
            name=name,
            work=work,
            source=source,
            days=DaysOf(start=days.start, end=days.end, count=len(days)),
            concurrency=self.concurrency,
            remedy=self.remedy,
        )


@dataclass(frozen=True)
class Profile:
    """What is measured where the user names a profile alone; the first of the backfills is the main case."""

    about: str
    asks: tuple[Ask, ...]


_GROWING = tuple(Ask(GROWING, _CORE, rounds=1, days=1, stations=stations) for stations in (1, 1_000, 10_000))


# The other troubles have no way that is not among these.
_OTHER_WAYS = ("transient-failure", "failed-model", "corrected-day", "changed-model", "nothing-changed")


def _reruns(contenders: tuple[str, ...], rounds: int, other_ways: Iterable[str]) -> tuple[Ask, ...]:
    """Every trouble: the contenders in their first way, after some the tuned ones in every other as well."""
    asks_ = [Ask(trouble.name, contenders, rounds, trouble.days) for trouble in TROUBLES.values()]
    for trouble in map(TROUBLES.__getitem__, other_ways):
        for name in _TUNED:
            for way in remedies(trouble.name, contender_of(name))[1:]:
                asks_.append(Ask(trouble.name, (name,), rounds, trouble.days, remedy=way))
    return tuple(asks_)


PROFILES = {
    "quick": Profile(
        "a first look, in less than 10 minutes",
        (Ask(BACKFILL, _CORE, rounds=2, days=3, warm_ups=1),),
    ),
    "standard": Profile(
        "every contender but airflow:no-preload, and what a verdict needs, in about an hour",
        (
            # Short backfills, often: rounds are paired, and the machine's speed is out of the ratios. With nine of
            # them CPU time is told apart to 5 % on a machine whose pairs scatter by no more than 6 %.
            Ask(BACKFILL, _CORE, rounds=9, days=3, warm_ups=1),
            Ask(BACKFILL, _STOCK, rounds=1, days=3, warm_ups=1),
            Ask(BACKFILL, _SPECIAL, rounds=1, days=3),
            Ask(AA, _TUNED, rounds=9, days=3),
            Ask(BACKFILL, _CORE, rounds=1, days=1),
            Ask(BACKFILL, _CORE, rounds=1, days=8),
            Ask(BACKFILL, _TUNED, rounds=1, days=3, concurrency=4),
            Ask(NO_OP, _CORE, rounds=1, days=3),
            # The backfill of one day is the small size.
            Ask(GROWING, _CORE, rounds=1, days=1, stations=10_000),
        ),
    ),
    "rerun": Profile(
        "what a failure or a change costs every contender, in about two hours",
        _reruns(_RERUN, rounds=1, other_ways=_OTHER_WAYS),
    ),
    "full": Profile(
        "every case: a week and more of machine time",
        (
            Ask(BACKFILL, _ALL, rounds=7, days=7, warm_ups=1),
            Ask(AA, _ALL, rounds=7, days=7),
            *(
                Ask(BACKFILL, _ALL, rounds=7, days=days, concurrency=concurrency)
                for days in (1, 7, 30, 90, 364)
                for concurrency in (1, 2, 4, 8)
                if (days, concurrency) != (7, 2)
            ),
            *(
                Ask(NO_OP, _NO_OP, rounds=7, days=days, concurrency=concurrency)
                for days in (1, 7, 30, 90, 364)
                for concurrency in (1, 2, 4, 8)
            ),
            *(Ask(GROWING, _CORE, rounds=7, days=1, stations=stations) for stations in (1, 10, 100, 1_000, 10_000)),
            *_reruns(_RERUN, rounds=7, other_ways=TROUBLES),
        ),
    ),
}

# What a scenario is where the profile has none of it.
_ELSE = {
    AA: (Ask(AA, _TUNED, rounds=8, days=3),),
    NO_OP: (Ask(NO_OP, _CORE, rounds=2, days=3),),
    GROWING: _GROWING,
    **{trouble.name: (Ask(trouble.name, _CORE, rounds=1, days=trouble.days),) for trouble in TROUBLES.values()},
}


@dataclass(frozen=True)
class Wish:
    """What the user asks for beyond the profile; None where it is the profile's to say."""

    scenarios: tuple[str, ...] | None = None
    contenders: tuple[str, ...] | None = None
    days: int | None = None
    concurrency: int | None = None
    rounds: int | None = None
    warm_ups: int | None = None
    up_already: bool = False
    """Whether the contenders are stacks that somebody else has started: days can be asked for, nothing be changed."""


def asks(profile: str, wish: Wish) -> list[Ask]:
    """The profile's asks as the user wishes them.

    A number of days or a concurrency stands in for all of the profile's; contenders are measured in every case that
    suits them. Raises BenchError where nothing is left to measure.
    """
    planned = list(PROFILES[profile].asks)
    if wish.days and wish.scenarios == (GROWING,):
        raise BenchError(f"--days {wish.days}: growing is about one day")
    if wish.scenarios is not None:
        planned = [ask for ask in planned if ask.scenario in wish.scenarios]
        missing = [name for name in wish.scenarios if name not in {ask.scenario for ask in planned}]
        days = max(ask.days for ask in PROFILES[profile].asks if ask.scenario in (BACKFILL, *TROUBLES))
        planned += [replace(ask, days=min(days, ask.days)) for name in missing for ask in _ELSE[name]]
        if AA in wish.scenarios:
            # The second measurement needs the first, as often.
            planned += [replace(ask, scenario=BACKFILL) for ask in planned if ask.scenario == AA]
    if wish.up_already:
        planned = [ask for ask in planned if ask.scenario in (BACKFILL, AA)]
    changed = [_as_wished(ask, wish) for ask in planned]
    left = [ask for ask in changed if ask.contenders]
    if not left:
        if wish.up_already:
            raise BenchError("--target: stacks that are up already can be asked for backfill and aa alone")
        raise BenchError("--contender: none of them takes part in these scenarios; see 'bench run --help'")
    return left


def _as_wished(ask: Ask, wish: Wish) -> Ask:
    contenders = ask.contenders if wish.contenders is None else wish.contenders
    if ask.scenario == NO_OP:
        contenders = tuple(name for name in contenders if name in _NO_OP)
    if ask.remedy:
        contenders = tuple(name for name in contenders if ask.remedy in remedies(ask.scenario, contender_of(name)))
    return replace(
        ask,
        contenders=contenders,
        days=ask.days if wish.days is None or ask.scenario == GROWING else wish.days,
        concurrency=wish.concurrency or ask.concurrency,
        rounds=wish.rounds or ask.rounds,
        warm_ups=ask.warm_ups if wish.warm_ups is None else wish.warm_ups,
    )


def plan_of(asked: Iterable[Ask], first_day: Callable[[int], date], source: str) -> tuple[list[Case], list[Entry]]:
    """The cases and entries of the asks; what is asked for twice is measured as often as the larger of the two.

    first_day says on which day so many days begin.
    """
    cases: dict[str, Case] = {}
    entries: dict[tuple[str, str, str], Entry] = {}
    for ask, case, name in _each(asked, first_day, source):
        cases.setdefault(case.name, case)
        key = (ask.scenario, case.name, name)
        before = entries.get(key)
        entries[key] = Entry(
            scenario=ask.scenario,
            case=case.name,
            contender=name,
            rounds=max(ask.rounds, before.rounds if before else 0),
            warm_ups=max(ask.warm_ups, before.warm_ups if before else 0),
        )
    return list(cases.values()), list(entries.values())


def _each(asked: Iterable[Ask], first_day: Callable[[int], date], source: str) -> Iterator[tuple[Ask, Case, str]]:
    for ask in asked:
        case = ask.case(first_day(ask.days), source)
        for name in ask.contenders:
            yield ask, case, name
