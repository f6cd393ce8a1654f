"""What makes two machines different, and what the verdict says of chapters that were measured on several."""

from dataclasses import replace
from datetime import timedelta

import pytest

from records.measurement import Machine
from report.chapters.verdict.machines import comparable
from report.data.folders import Evidence
from report.data.machines import different
from report.data.results import Results

from .made import Made, a_case, results_of

VM = Machine(
    name="vm",
    cpu="A CPU",
    cores=2,
    memory_bytes=25_276_502_016,
    system="Linux 6.18 x86_64, glibc 2.36",
    python="3.11.7",
)


def results(later_by: timedelta = timedelta(0), **differing: object) -> Results:
    """One round on the machine, or on one that differs so; later_by: than the other."""
    machine = VM.model_copy(update=differing).model_dump()
    found = results_of(Made("backfill", a_case(), "bare", [9.0], changes={"machine": machine}))
    plan = found.plan.model_copy(update={"created_at": found.plan.created_at + later_by})
    return replace(found, plan=plan)


def said(other: Results) -> list[str]:
    """What is said of a chapter measured on the machine and another one."""
    return comparable(Evidence({"backfills": results(), "rerun": other}))


@pytest.mark.parametrize(
    "differing",
    [{"memory_bytes": VM.memory_bytes + 8192}, {"system": "Linux 6.19 x86_64, glibc 2.41"}, {"python": "3.11.8"}],
)
def test_some_memory_or_another_system_make_no_other_machine(differing: dict[str, object]) -> None:
    assert different([VM, VM.model_copy(update=differing)]) == [VM]
    assert said(results(**differing)) == []


@pytest.mark.parametrize(
    ("differing", "same", "words"),
    [
        ({"name": "other"}, " (same CPU type)", "other (A CPU, 2 cores, 25 GB)"),
        ({"cores": 1}, " (same CPU type)", "vm (A CPU, 1 core, 25 GB)"),
        ({"memory_bytes": 8_000_000_000}, " (same CPU type)", "vm (A CPU, 2 cores, 8 GB)"),
        ({"cpu": "B CPU"}, "", "vm (B CPU, 2 cores, 25 GB)"),
    ],
)
def test_chapters_of_different_machines_are_told_to_compare_within_themselves_alone(
    differing: dict[str, object], same: str, words: str
) -> None:
    """With each chapter's machine, and whether the CPUs are of one type."""
    assert said(results(**differing)) == [
        f"Measurements come from different machines{same}: Backfill on vm (A CPU, 2 cores, 25 GB); Failures and "
        f"changes on {words}. Compare seconds within a chapter only; a chapter of several machines has no verdict."
    ]


def test_chapters_of_different_days_are_told_so() -> None:
    """The same virtual machine is not as fast on every day."""
    assert said(results(timedelta(days=1))) == [
        "Chapters were measured on different days. Compare seconds within a chapter only."
    ]
