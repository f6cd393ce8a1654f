"""From what the user asks for to cases and entries: a profile, with wishes of the user's own."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from benchmarks.errors import BenchError
from benchmarks.measuring.scenario import Ask
from benchmarks.scenarios.registry import profiles, scenario, scenarios
from benchmarks.stacks.registry import contender as contender_of
from benchmarks.stacks.registry import contenders, spec
from records.plan import Case, Entry
from shared_etl.days import Days

PACKAGED_DAYS = Days(date(2013, 1, 1), date(2013, 12, 30))
"""The days of the packaged readings."""
_FIRST_DAY = date(2013, 2, 11)  # three days from here on hold a reading that the rules turn away


@dataclass(frozen=True)
class Wish:
    """What the user asks for beyond the profile; None where it is the profile's to say."""

    scenarios: tuple[str, ...] | None = None
    contenders: tuple[str, ...] | None = None
    days: int | None = None
    concurrency: int | None = None
    rounds: int | None = None
    warm_ups: int | None = None
    idle_s: int | None = None
    steps: int | None = None
    """How many steps a chain has."""
    up_already: bool = False
    """Whether the contenders are stacks that somebody else has started: days can be asked for, nothing be changed."""


def asks(profile: str, wish: Wish) -> list[Ask]:
    """The profile's asks as the user wishes them.

    A number of days or a concurrency stands in for all of the profile's; contenders are measured in every case that
    suits them. Raises BenchError where nothing is left to measure.
    """
    planned = list(profiles()[profile].asks)
    if wish.days and wish.scenarios and all(scenario(name).own_days for name in wish.scenarios):
        raise BenchError(f"--days {wish.days}: {', '.join(wish.scenarios)} is about one day")
    if wish.scenarios is not None:
        planned = [ask for ask in planned if ask.scenario in wish.scenarios]
        missing = [name for name in wish.scenarios if name not in {ask.scenario for ask in planned}]
        if nowhere := [name for name in missing if not scenario(name).usual]:
            raise BenchError(
                f"scenario {nowhere[0]}: is not in --profile {profile}; take another one, see 'bench list'"
            )
        asked_days = [ask.days for ask in profiles()[profile].asks if not scenario(ask.scenario).own_days]
        for ask in (ask for name in missing for ask in scenario(name).usual):
            planned.append(replace(ask, days=min(ask.days, max(asked_days, default=ask.days))))
        # A second measurement needs the first, as often.
        seconds = [ask for ask in planned if scenario(ask.scenario).repeats]
        planned += [replace(ask, scenario=str(scenario(ask.scenario).repeats)) for ask in seconds]
    if wish.idle_s and not any(ask.idle_s for ask in planned):
        raise BenchError("--minutes: says how long a deployment is left idle; goes with idle")
    if wish.steps and not any(ask.chain for ask in planned):
        raise BenchError("--steps: says how many steps a chain has; goes with chain")
    if wish.up_already:
        planned = [ask for ask in planned if scenario(ask.scenario).attached_driver]
    left = [ask for ask in (_as_wished(ask, wish) for ask in planned) if ask.contenders]
    if not left:
        if wish.up_already:
            possible = " and ".join(one.name for one in scenarios().values() if one.attached_driver)
            raise BenchError(f"--target: stacks that are up already can be asked for {possible} alone")
        names = list(dict.fromkeys(ask.scenario for ask in planned))
        able = [one.name for one in contenders() if any(scenario(name).takes_part(one) for name in names)]
        asked = ", ".join(wish.contenders or ())
        raise BenchError(f"--contender {asked}: takes no part in {', '.join(names)}; take {', '.join(able)}")
    return left


def _as_wished(ask: Ask, wish: Wish) -> Ask:
    asked = scenario(ask.scenario)
    wished = ask.contenders if wish.contenders is None else wish.contenders
    able = [name for name in wished if asked.takes_part(contender_of(name))]
    if ask.launched_as:
        able = [name for name in able if spec(contender_of(name).stack).launches_runs]
    if ask.chain:
        able = [name for name in able if ask.chain.shape in spec(contender_of(name).stack).chains]
    if ask.recovery:
        able = [name for name in able if ask.recovery in asked.ways(contender_of(name))]
    return replace(
        ask,
        contenders=tuple(able),
        days=ask.days if wish.days is None or asked.own_days else wish.days,
        concurrency=wish.concurrency or ask.concurrency,
        rounds=wish.rounds or ask.rounds,
        warm_ups=ask.warm_ups if wish.warm_ups is None else wish.warm_ups,
        idle_s=ask.idle_s and (wish.idle_s or ask.idle_s),
        chain=ask.chain and ask.chain.model_copy(update={"steps": wish.steps or ask.chain.steps}),
    )


def first_day(days: int) -> date:
    """Where so many days begin if the user does not say: where something is rejected, or they would not all fit."""
    return _FIRST_DAY if Days.of(_FIRST_DAY, days).end in PACKAGED_DAYS else PACKAGED_DAYS.start


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
            baseline=scenario(ask.scenario).baseline(case),
        )
    return list(cases.values()), list(entries.values())


def _each(asked: Iterable[Ask], first_day: Callable[[int], date], source: str) -> Iterator[tuple[Ask, Case, str]]:
    for ask in asked:
        case = ask.case(first_day(ask.days), source)
        for name in ask.contenders:
            yield ask, case, name
