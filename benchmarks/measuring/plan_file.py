"""A run's plan, made, written and read again."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from benchmarks.errors import BenchError
from benchmarks.stacks import registry
from records.names import Target
from records.plan import PLAN, Case, Entry, Plan, Scenario, unfit
from records.strict import SCHEMA_VERSION
from records.whole import write_whole
from shared_etl.errors import reason


def make_plan(
    *,
    profile: str,
    command: str,
    cases: list[Case],
    entries: list[Entry],
    scenarios: list[Scenario],
    target: Target = "embedded",
    urls: Mapping[str, str] | None = None,
) -> Plan:
    """The plan, stamped now and with a seed of its own; the first case is the main one."""
    measured = {entry.contender for entry in entries}
    contenders = [one for one in (*registry.contenders(), *registry.deployed()) if one.name in measured]
    stacks = {one.stack for one in contenders}
    return Plan(
        schema_version=SCHEMA_VERSION,
        created_at=datetime.now(UTC),
        profile=profile,
        command=command,
        seed=random.SystemRandom().randrange(2**31),
        stacks=[stack.recorded() for stack in registry.specs().values() if stack.name in stacks],
        reference=registry.reference(stacks),
        contenders=[one.recorded() for one in contenders],
        scenarios=scenarios,
        cases=cases,
        entries=entries,
        main_case=cases[0].name,
        target=target,
        urls=dict(urls or {}),
    )


def write_plan(plan: Plan, out: Path) -> None:
    """Write the plan into a results folder."""
    write_whole(out / PLAN, plan.model_dump_json(indent=2) + "\n")


def read_plan(out: Path) -> Plan:
    """The plan of a results folder.

    Raises BenchError where there is none, or none that this version wrote.
    """
    try:
        plan = Plan.model_validate_json((out / PLAN).read_bytes())
    except (FileNotFoundError, NotADirectoryError) as error:
        raise BenchError(f"{out} holds no {PLAN}: it is not a results folder") from error
    except OSError as error:
        raise BenchError(f"{out / PLAN}: {reason(error)}") from error
    except ValidationError as error:
        # Another version explains every other difference.
        problems = error.errors()
        if problems[0]["type"] == "json_invalid":
            raise BenchError(f"{out / PLAN}: {problems[0]['msg']}; the file is damaged: start a new run") from error
        first = next((one for one in problems if one["loc"] == ("schema_version",)), problems[0])
        where = ".".join(map(str, first["loc"]))
        raise BenchError(
            f"{out / PLAN}: {first['msg']} at {where}; another version wrote it, and only that version can resume it: "
            "start a new run"
        ) from error
    if found := unfit(plan):
        raise BenchError(f"{out / PLAN}: {found}; the file is damaged: start a new run")
    return plan
