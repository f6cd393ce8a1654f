"""Results of schema 2 are read as those of schema 3, or it is said what is wrong with them."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from report.data.read import read_results, validate_file
from report.errors import ResultError
from report.readme import REFERENCE
from report.text import case_label

from .edited import Change, edit, info

COMPOSE = REFERENCE / "2026-11-22-compose"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of committed results of schema 2."""
    return shutil.copytree(COMPOSE, tmp_path / "results", ignore=shutil.ignore_patterns("tables"))


def test_a_folder_of_schema_2_says_what_schema_3_does(folder: Path) -> None:
    """What stands in names there is in fields here; every file is valid."""
    results = read_results(folder)
    assert results.written_in == 2
    assert [(each.name, each.stack, each.kind, each.label) for each in results.contenders] == [
        ("airflow:compose", "airflow", "special", "Airflow (compose)"),
        ("dagster:compose", "dagster", "special", "Dagster (compose)"),
    ]
    assert [(each.name, each.label) for each in results.tools] == [("airflow", "Airflow"), ("dagster", "Dagster")]
    assert [(each.name, each.family) for each in results.scenarios] == [("backfill", "backfills")]
    files = [path for path in folder.rglob("*.*") if path.suffix in (".json", ".csv")]
    assert [validate_file(path) for path in files] == [[]] * len(files)


def test_steps_that_did_nothing_are_read_as_backfills(folder: Path) -> None:
    """They are measured no more; results that have them stay what they were."""

    def nothing(plan: dict[str, Any]) -> None:
        plan["scenarios"] = {"no-op": "steps that do nothing"}
        plan["cases"][0]["work"] = "nothing"
        for entry in plan["entries"]:
            entry["scenario"] = "no-op"

    edit(folder / "plan.json", nothing)
    for path in (folder / "measurements").glob("*.json"):
        edit(path, lambda content: info(content).update(scenario="no-op"))
        edit(path, lambda content: info(content)["case"].update(work="nothing"))
    results = read_results(folder)
    assert [(each.name, each.family) for each in results.scenarios] == [("no-op", "backfills")]
    assert {entry.baseline for entry in results.plan.entries} == {"nothing"}
    assert case_label(results.main.case) == "3 days, 4 at once, no work"


def test_a_machine_is_told_without_the_local_build_of_its_kernel(folder: Path) -> None:
    """As it is recorded now: another build of the same kernel is no other machine. A name of another form stays."""
    assert {machine.system for machine in read_results(folder).machines} == {"Linux 6.18 x86_64, glibc 2.36"}
    for path in (folder / "measurements").glob("*.json"):
        edit(path, lambda content: info(content)["machine"].update(system="Plan 9"))
    assert {machine.system for machine in read_results(folder).machines} == {"Plan 9"}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda plan: plan.pop("contenders"), "$.contenders"),
        (lambda plan: plan.update(contenders=["bare"]), "$.contenders"),
        (lambda plan: plan.pop("cases"), "$.cases"),
        (lambda plan: plan["cases"][0].pop("name"), "$.cases[0].name"),
        (lambda plan: plan["cases"][0].pop("days"), "$.cases[0].days"),
        (lambda plan: plan["cases"][0]["days"].pop("start"), "$.cases[0].days.start"),
        (lambda plan: plan["cases"][0]["days"].update(end="2013-01-01"), "$.cases[0].days"),
        (lambda plan: plan.pop("entries"), "$.entries"),
        (lambda plan: plan["entries"][0].pop("scenario"), "$.entries[0].scenario"),
        (lambda plan: plan.pop("seed"), "$.seed"),
        (lambda plan: plan.update(schema_version=1), "$.schema_version, but this report reads versions 2 and 3"),
    ],
)
def test_a_damaged_plan_is_named_with_its_place(folder: Path, change: Change, where: str) -> None:
    """Whatever is lost, it is one sentence."""
    edit(folder / "plan.json", change)
    _is_said(folder, folder / "plan.json", "plan.json", where)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda c: info(c).pop("case"), ".case"),
        (lambda c: info(c)["case"].pop("days"), ".case.days"),
        (lambda c: info(c)["case"]["days"].pop("end"), ".case.days.end"),
        (lambda c: info(c).pop("resources"), ".resources"),
        (lambda c: info(c).update(resources=[]), ".resources"),
        (lambda c: info(c).update(rerun=3), ".rerun"),
        (lambda c: info(c).pop("clocks"), ".clocks"),
        (lambda c: c["benchmarks"][0].update(extra_info=7), ""),
    ],
)
def test_a_damaged_measurement_is_named_with_its_place(folder: Path, change: Change, where: str) -> None:
    path = min(folder.glob("measurements/*.json"))
    edit(path, change)
    _is_said(folder, path, f"measurements/{path.name}", f"$.benchmarks[0].extra_info{where}")


def _is_said(folder: Path, path: Path, name: str, where: str) -> None:
    with pytest.raises(ResultError) as error:
        read_results(folder)
    sentence = str(error.value)
    assert sentence.startswith(f"{name}: ")
    assert f" at {where};" in sentence
    assert "\n" not in sentence
    assert validate_file(path) == [sentence]
