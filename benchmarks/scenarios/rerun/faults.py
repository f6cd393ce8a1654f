"""What goes wrong or changes, from outside the wrappers, and how it is mended: one fault per scenario.

A fault is a row in the fault table that the shared core reads, or data or SQL put in place. Nothing of it is in a DAG
or an asset.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from records.names import PIPELINE

if TYPE_CHECKING:  # what a command's help needs of this file is names alone
    from benchmarks.metering.step_log import StepOfDay
    from benchmarks.scenarios.rerun.sandbox import Sandbox

_FAILING = "validated_readings"
_TRIES = 3
"""How often either wrapper's steps are tried."""
_MODEL = "city_aggregates"
_TESTED = "stg_weather__readings"
_TEMPERATURE = 1
"""Where a row of the source's columns has the temperature."""


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong or changes."""

    name: str
    about: str
    days: int
    """How many days the pipeline is run for."""
    first_run: Literal["none", "fails", "works"]
    """How the run before the recovery ends; none where the recovery is the first request."""
    begin: Callable[["Sandbox"], None] = lambda _: None
    """Puts the fault in place, before the pipeline has run."""
    mend: Callable[["Sandbox"], None] = lambda _: None
    """Makes good the cause, after the first run: from then on, a run that starts works."""
    outdated: Callable[["Sandbox"], "set[StepOfDay]"] = lambda _: set()
    """What has to run again although it was done, because what it was made of has changed."""
    steps: tuple[str, ...] = ()
    """The steps that have to run again, with all that depend on them, where it is not every step."""
    changed: Literal["readings", "model"] | None = None
    """What has changed, where a tool has to be told."""
    stopped: tuple[str, ...] = ()
    """The steps of the day that must not run while it fails, because they depend on what failed."""
    own_readings: bool = False
    """Whether it is in the readings: the pipeline then reads a folder with one file per day."""
    own_models: bool = False
    """Whether it is in the dbt project: the pipeline then has a copy of it."""


def _fail_for_a_while(sandbox: "Sandbox") -> None:
    """Once; where runs are to be retried, as often as the step itself is tried: or its own retries would do."""
    failures = _TRIES if sandbox.way == "run-retries" else 1
    sandbox.execute("insert into etl.faults values (%s, %s, %s)", _FAILING, sandbox.day, failures)


def _fail(sandbox: "Sandbox") -> None:
    sandbox.execute("insert into etl.faults values (%s, %s, null)", _FAILING, sandbox.day)


def _no_more_faults(sandbox: "Sandbox") -> None:
    sandbox.execute("delete from etl.faults")


def _deploy_models(sandbox: "Sandbox") -> None:
    sandbox.deploy_models()


def _break_model(sandbox: "Sandbox") -> None:
    sandbox.edit_model(_MODEL, "from placed", "from misplaced")
    sandbox.deploy_models()


def _mend_model(sandbox: "Sandbox") -> None:
    sandbox.edit_model(_MODEL, "from misplaced", "from placed")
    sandbox.deploy_models()


def _change_model(sandbox: "Sandbox") -> None:
    city = "coalesce(station_cities.city, readings.station)"
    sandbox.edit_model(_MODEL, f"{city} as city", f"upper({city}) as city")
    sandbox.deploy_models()


def _damage(sandbox: "Sandbox") -> None:
    """From now on, whoever writes the day's validated readings of one station finds their humidity below 0."""
    sandbox.execute(
        f"""
        create function etl.damage() returns trigger language plpgsql as $$
        begin
            if new.partition_date = '{sandbox.day}' and new.station = 'JFK' then
                new.humidity_pct := -new.humidity_pct;
            end if;
            return new;
        end $$
        """
    )
    sandbox.execute(
        "create trigger damage before insert on clean.validated_readings for each row execute function etl.damage()"
    )


def _repair(sandbox: "Sandbox") -> None:
    sandbox.execute("drop function etl.damage() cascade")
    sandbox.execute("update clean.validated_readings set humidity_pct = -humidity_pct where humidity_pct < 0")


def _misread(sandbox: "Sandbox") -> None:
    """The day's readings as they were sent at first: with one temperature for all."""
    rows = sandbox.read_readings(sandbox.day)
    kept = sandbox.home / "corrected.csv"
    (sandbox.readings / f"{sandbox.day}.csv").rename(kept)
    sandbox.write_readings(sandbox.day, [[*row[:_TEMPERATURE], "30.02", *row[_TEMPERATURE + 1 :]] for row in rows])


def _correct(sandbox: "Sandbox") -> None:
    (sandbox.home / "corrected.csv").replace(sandbox.readings / f"{sandbox.day}.csv")


def _hold_back(sandbox: "Sandbox") -> None:
    (sandbox.readings / f"{sandbox.day}.csv").rename(sandbox.home / "late.csv")


def _arrive(sandbox: "Sandbox") -> None:
    (sandbox.home / "late.csv").rename(sandbox.readings / f"{sandbox.day}.csv")


def _after(step: str) -> tuple[str, ...]:
    """The steps that depend on one of those before the marts: all that follow."""
    return PIPELINE[PIPELINE.index(step) + 1 :]


def _all_of_the_day(sandbox: "Sandbox") -> "set[StepOfDay]":
    return {(step, sandbox.day) for step in PIPELINE}


def _what_was_tested(sandbox: "Sandbox") -> "set[StepOfDay]":
    """The model took the damaged rows: it has to take the repaired ones."""
    return {(_TESTED, sandbox.day)}


def _the_model_and_what_follows(sandbox: "Sandbox") -> "set[StepOfDay]":
    return {(step, day.start) for step in (_MODEL, "weather_report") for day in sandbox.days}


FAULTS = {
    fault.name: fault
    for fault in (
        Fault(
            "transient-failure",
            "a Python step fails once, and is tried again",
            days=1,
            first_run="none",
            begin=_fail_for_a_while,
            mend=_no_more_faults,
        ),
        Fault(
            "failed-step",
            "a Python step fails for one day of a backfill until its cause is mended",
            days=7,
            first_run="fails",
            begin=_fail,
            mend=_no_more_faults,
            stopped=_after(_FAILING),
        ),
        Fault(
            "failed-model",
            "one of two sibling models fails until its SQL is mended",
            days=1,
            first_run="fails",
            begin=_break_model,
            mend=_mend_model,
            stopped=("weather_report",),
            own_models=True,
        ),
        Fault(
            "failed-test",
            "a dbt test fails until the data are mended",
            days=1,
            first_run="fails",
            begin=_damage,
            mend=_repair,
            outdated=_what_was_tested,
            steps=(_TESTED,),
            stopped=_after(_TESTED),
        ),
        Fault(
            "corrected-day",
            "the source corrects one day's readings",
            days=3,
            first_run="works",
            begin=_misread,
            mend=_correct,
            outdated=_all_of_the_day,
            changed="readings",
            own_readings=True,
        ),
        Fault(
            "changed-model",
            "a model's SQL is changed for every day",
            days=7,
            first_run="works",
            begin=_deploy_models,
            mend=_change_model,
            outdated=_the_model_and_what_follows,
            steps=(_MODEL,),
            changed="model",
            own_models=True,
        ),
        Fault("nothing-changed", "all is asked for again, and nothing has changed", days=3, first_run="works"),
        Fault(
            "late-file",
            "one day's readings arrive after the day was run",
            days=3,
            first_run="works",
            begin=_hold_back,
            mend=_arrive,
            outdated=_all_of_the_day,
            changed="readings",
            own_readings=True,
        ),
        Fault("asked-twice", "the same day is asked for twice at the same time", days=1, first_run="none"),
    )
}
