"""Damaged results: the schema refuses what no reader could count with, and every reader says so in a sentence."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import runner
from benchmarks.errors import BenchError
from benchmarks.measuring.plan_file import read_plan
from report.data.read import read_results, validate_file
from report.data.summary import summarize
from report.errors import ResultError

from .conftest import Build
from .edited import edit, info

FIRST = "measurements/backfill-3-days-2-at-once-airflow-stock-round1.json"
HUGE = int("9" * 401)
DAMAGE: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "NaN": (
        lambda m: m["clocks"].update(data_ready_s="NaN"),
        "finite number at $.benchmarks[0].extra_info.clocks.data",
    ),
    "inf": (lambda m: m["clocks"].update(data_ready_s="inf"), "finite number at"),
    "minus inf": (lambda m: m["clocks"].update(bring_up_s="-Infinity"), "finite number at"),
    "near the largest float": (
        lambda m: m["resources"].update(cpu_s=1.7e308),
        "a number beyond 1e+15 is no measurement",
    ),
    "bytes of 401 digits": (lambda m: m["metadata"].update(bytes=HUGE), "at $.benchmarks[0].extra_info.metadata.bytes"),
    "a role's": (lambda m: m["resources"].update(cpu_s_by_role={"x": 1e300}), "a number beyond"),
    "no time at all": (lambda m: m["clocks"].update(control_plane_done_s=0), "greater than 0"),
    "fewer than no rows": (lambda m: m["rows"].update(landed=-1), "greater than or equal to 0"),
    "the end before the start": (lambda m: m["case"]["days"].update(end="2012-12-31"), "is before the start"),
    "no contender": (lambda m: m.update(contender=""), "extra_info.contender"),
    "a contender without a colon": (lambda m: m.update(contender="airflow"), "extra_info.contender"),
    "a contender of blanks": (lambda m: m.update(contender="airflow: "), "extra_info.contender"),
}


@pytest.mark.parametrize(("change", "said"), DAMAGE.values(), ids=list(DAMAGE))
def test_a_measurement_that_cannot_be_counted_with_is_refused(
    build: Build, change: Callable[[dict[str, Any]], object], said: str
) -> None:
    """By `bench validate` with the place, and by whoever reads the folder."""
    folder = build()
    edit(folder / FIRST, lambda content: change(info(content)))
    [problem, *_] = validate_file(folder / FIRST)
    assert problem.startswith(f"{FIRST}: ")
    assert said in problem
    with pytest.raises(ResultError):
        read_results(folder)
    with pytest.raises(BenchError, match="'bench validate' says where"):
        runner._read(folder / FIRST)


def test_a_number_that_overflows_is_refused(build: Build) -> None:
    """1e999 is JSON, and no number."""
    folder = build()
    text = (folder / FIRST).read_text()
    (folder / FIRST).write_text(text.replace('"elsewhere_cpu_s": 0.', '"elsewhere_cpu_s": 1e999, "was": 0.'))
    assert "1e999" in (folder / FIRST).read_text()
    assert any("elsewhere_cpu_s" in problem for problem in validate_file(folder / FIRST))


PLANS: dict[str, tuple[Callable[[Path], object], str]] = {
    "asks for nothing": (
        lambda path: edit(path, lambda plan: plan.update(entries=[])),
        "nothing is asked for at $.entr",
    ),
    "an unknown case": (
        lambda path: edit(path, lambda plan: plan["entries"][0].update(case="no-case")),
        "case 'no-case' is not described at $.cases",
    ),
    "Latin-1": (lambda path: path.write_bytes(path.read_text().replace("quick", "schnéll").encode("latin-1")), "JSON"),
    "deep": (lambda path: path.write_text("[" * 100_000 + "]" * 100_000), "recursion limit exceeded"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "a directory"),
    "empty": (lambda path: path.write_text(""), "JSON"),
}


@pytest.mark.parametrize(("damage", "said"), PLANS.values(), ids=list(PLANS))
def test_a_plan_that_is_none_is_refused_by_every_reader(
    build: Build, damage: Callable[[Path], object], said: str
) -> None:
    """`bench validate`, the report, and `bench run --resume`, each in one sentence that names the file."""
    folder = build()
    damage(folder / "plan.json")
    [problem] = validate_file(folder / "plan.json")
    assert "plan.json" in problem
    assert said in problem
    with pytest.raises(ResultError, match=r"plan\.json"):
        read_results(folder)
    with pytest.raises(BenchError, match=r"plan\.json") as error:
        read_plan(folder)
    assert said in str(error.value)


def test_deep_json_in_a_measurement_is_refused(build: Build) -> None:
    """A hundred thousand levels are no result, and no traceback."""
    folder = build()
    (folder / FIRST).write_text('{"benchmarks": ' + "[" * 100_000 + "]" * 100_000 + "}")
    assert "recursion limit exceeded" in validate_file(folder / FIRST)[0]
    with pytest.raises(BenchError, match="'bench validate' says where"):
        runner._read(folder / FIRST)


def places(content: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where numbers stand in the content."""
    if isinstance(content, dict):
        return [place for key, value in content.items() for place in places(value, (*path, key))]
    if isinstance(content, list):
        return [place for i, value in enumerate(content) for place in places(value, (*path, i))]
    return [path] if isinstance(content, int | float) and not isinstance(content, bool) else []


ODD = st.sampled_from(
    ["NaN", "inf", 1e999, -1e999, 1.7e308, 5e-324, -1, 0, 10**15, 10**18, HUGE, None, True, "", "1", []]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_odd_number_is_refused_or_counted_with(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever number of a result is damaged, either the schema says so or the figures are numbers still."""
    folder = small(tmp_path_factory)
    path = folder / FIRST
    content = json.loads(path.read_text())
    found = data.draw(st.sampled_from(places(info(content), ())))
    *parents, last = found
    target = info(content)
    for key in parents:
        target = target[key]
    target[last] = data.draw(ODD | st.floats() | st.integers())
    whole = path.read_text()
    try:
        path.write_text(json.dumps(content))
        if not validate_file(path):
            try:
                records = summarize(read_results(folder))
            except ResultError:
                return
            figures = [value for one in records for value in one.model_dump().values() if isinstance(value, float)]
            assert all(math.isfinite(figure) for figure in figures)
    finally:
        path.write_text(whole)


def small(tmp_path_factory: pytest.TempPathFactory, made: list[Path] = []) -> Path:  # noqa: B006 - made once
    """A small results folder, the same for every example."""
    from . import conftest

    if not made:
        folder = tmp_path_factory.mktemp("small")
        walls = {name: walls[:2] for name, walls in conftest.WALLS.items()}
        planned = [entry for name, own in walls.items() for entry in conftest.entries([name], rounds=len(own))]
        (folder / "plan.json").write_text(conftest.plan(entries=planned).model_dump_json())
        for name, own in walls.items():
            for i, wall in enumerate(own):
                conftest.write(folder, conftest.measurement(name, i + 1, wall), wall)
        made.append(folder)
    return made[0]
