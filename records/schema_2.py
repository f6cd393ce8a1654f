"""Reads result files of schema 2 (and ergonomics of schema 1) as schema 3, until the last committed one is replaced.

Committed results are never edited: what schema 3 says in fields, schema 2 said in names, and is looked up here.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, model_validator

from records.names import AA, BACKFILL, BACKFILLS, CONTROL, GROWING, RERUN
from records.strict import SCHEMA_VERSION

OLDER: Final = 2
OLDER_ERGONOMICS: Final = 1
_TOOLS: Final = ("airflow", "dagster")
_REFERENCE: Final = "dagster"
_NO_OP: Final = "no-op"
"""A scenario of backfills that is measured no more: steps that only wrote the step log."""

Raw = dict[str, Any]


class _Lenient(BaseModel):
    """What is read of schema 2 to make schema 3 of it; all else is checked as schema 3.

    A field that is None and no more is one that only schema 3 has.
    """

    model_config = ConfigDict(extra="allow")


class _Days(BaseModel):
    model_config = ConfigDict(extra="forbid")

    start: date
    end: date
    count: int

    @model_validator(mode="after")
    def _counted(self) -> "_Days":
        if self.count != (self.end - self.start).days + 1:
            raise ValueError(f"{self.count} is not how many days there are from {self.start} to {self.end}")
        return self


class _Case(_Lenient):
    name: str
    source: str
    work: str
    days: _Days
    recovery: None = None


class _Entry(_Lenient):
    scenario: str
    case: str


class _Plan(_Lenient):
    contenders: dict[str, str]
    scenarios: dict[str, str] = {}
    cases: list[_Case]
    entries: list[_Entry]
    stacks: None = None
    reference: None = None


class _Rerun(_Lenient):
    recovery: None = None


class _Measurement(_Lenient):
    case: _Case
    rerun: _Rerun | None = None
    source_files: None = None
    empty_days: None = None


def plan(raw: Any) -> Any:
    """The object of a plan.json: that of schema 3; any other version's comes back as it is.

    Raises pydantic's ValidationError, with the place, where a file of schema 2 lacks what its schema asks for.
    """
    if not isinstance(raw, dict) or raw.get("schema_version") != OLDER:
        return raw
    _Plan.model_validate(raw)
    stacks = list(dict.fromkeys(_stack(name) for name in raw["contenders"]))
    tools = [name for name in stacks if name != CONTROL]
    cases = {case["name"]: case for case in raw["cases"]}
    named = dict.fromkeys(entry["scenario"] for entry in raw["entries"]) | dict.fromkeys(raw.get("scenarios", {}))
    return {
        **raw,
        "schema_version": SCHEMA_VERSION,
        "stacks": [{"name": name, "label": _stack_label(name)} for name in stacks],
        "reference": _REFERENCE if _REFERENCE in tools else tools[-1] if tools else None,
        "contenders": [_contender(name, about) for name, about in raw["contenders"].items()],
        "scenarios": [_scenario(name, raw.get("scenarios", {}).get(name, name)) for name in named],
        "cases": [_case(case) for case in raw["cases"]],
        "entries": [
            {**entry, "baseline": _baseline(entry["scenario"], cases.get(entry["case"], {}))}
            for entry in raw["entries"]
        ],
    }


def measurement(raw: Any) -> Any:
    """The extra_info of a measurement: that of schema 3; any other version's comes back as it is.

    Raises pydantic's ValidationError, with the place, where a file of schema 2 lacks what its schema asks for.
    """
    if not isinstance(raw, dict) or raw.get("schema_version") != OLDER:
        return raw
    _Measurement.model_validate(raw)
    rerun = raw.get("rerun")
    return {
        **raw,
        "schema_version": SCHEMA_VERSION,
        "case": _case(raw["case"]),
        **_machine(raw),
        "rerun": rerun and {("recovery" if name == "remedy" else name): value for name, value in rerun.items()},
    }


def ergonomics(raw: Any) -> Any:
    """The object of an ergonomics.json: that of schema 3; any other version's comes back as it is."""
    if not isinstance(raw, dict) or raw.get("schema_version") != OLDER_ERGONOMICS:
        return raw
    return {
        **raw,
        "schema_version": SCHEMA_VERSION,
        "tools": [{"name": name, "label": _stack_label(name)} for name in _TOOLS],
        "reference": _REFERENCE,
        **_machine(raw),
    }


def _stack(contender: str) -> str:
    return contender.partition(":")[0]


def _stack_label(stack: str) -> str:
    return stack if stack == CONTROL else stack.capitalize()


def _contender(name: str, about: str) -> Raw:
    stack, _, how = name.partition(":")
    kind = "control" if not how else how if how in ("stock", "tuned") else "special"
    label = f"{_stack_label(stack)} ({how})" if how else _stack_label(stack)
    return {"name": name, "stack": stack, "kind": kind, "label": label, "about": about}


def _scenario(name: str, about: str) -> Raw:
    family = BACKFILLS if name in (BACKFILL, AA, _NO_OP, GROWING) else RERUN
    return {"name": name, "family": family, "about": about, "repeats": BACKFILL if name == AA else None}


def _case(raw: Raw) -> Raw:
    days = {end: raw["days"][end] for end in ("start", "end")}
    return {("recovery" if name == "remedy" else name): value for name, value in raw.items()} | {"days": days}


def _machine(raw: Raw) -> Raw:
    """The machine without the local build of its kernel, which schema 2 has: Linux-6.1.5-fc-x86_64-with-glibc2.36."""
    machine = raw.get("machine")
    if not isinstance(machine, dict):
        return {}
    found = re.fullmatch(r"(\w+)-(\d+\.\d+)\S*-(\w+)-with-([a-z]+)([\d.]+)", str(machine.get("system")))
    if not found:
        return {}
    kernel, version, hardware, library, of_library = found.groups()
    return {"machine": machine | {"system": f"{kernel} {version} {hardware}, {library} {of_library}"}}


def _baseline(scenario: str, case: Mapping[str, Any]) -> str:
    """The folder that version 2 kept the case's tables in."""
    if case.get("work") == "nothing":
        return "nothing"
    days = case.get("days", {})
    span = f"{days.get('start')}-{days.get('count')}-days"
    family = _scenario(scenario, "")["family"]
    return f"{scenario}-{span}" if family == RERUN else f"{_slug(case.get('source', ''))}-{span}"


def _slug(source: str) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "-", source).strip("-")
