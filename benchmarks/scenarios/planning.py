"""The plan of cases and entries, whoever asks for them."""

from collections.abc import Mapping

from benchmarks.measuring.plan_file import make_plan
from benchmarks.scenarios.registry import scenarios
from records.names import Target
from records.plan import Case, Entry, Plan


def planned(
    profile: str,
    command: str,
    cases: list[Case],
    entries: list[Entry],
    target: Target = "embedded",
    urls: Mapping[str, str] | None = None,
) -> Plan:
    """A plan of the entries, of those cases that one of them is about, and of their scenarios."""
    names, about = {entry.scenario for entry in entries}, {entry.case for entry in entries}
    return make_plan(
        profile=profile,
        command=command,
        cases=[case for case in cases if case.name in about],
        entries=entries,
        scenarios=[one.recorded() for one in scenarios().values() if one.name in names],
        target=target,
        urls=urls,
    )
