"""From a results folder to checked, typed results, or one clear sentence on what is wrong with it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import BaseModel, BeforeValidator, Field, FiniteFloat

from records import schema_2
from records.footprint import FOOTPRINT, Footprint
from records.measurement import Measurement
from records.plan import PLAN, Plan, unfit
from records.strict import SCHEMA_VERSION
from report.data.parse import FileKind
from report.data.results import Results
from report.data.run import Run, with_slowness
from report.data.step_log import STEP_LOG_COLUMNS, read_step_log
from report.errors import AGAIN, ResultError, name_of


class _Stats(BaseModel):
    data: list[Annotated[FiniteFloat, Field(ge=0)]] = Field(min_length=1, max_length=1)


class _Benchmark(BaseModel):
    stats: _Stats
    extra_info: Annotated[Measurement, BeforeValidator(schema_2.measurement)]


class _BenchmarkFile(BaseModel):
    benchmarks: list[_Benchmark] = Field(min_length=1, max_length=1)


_READ = f"versions {schema_2.OLDER} and {SCHEMA_VERSION}"
_PLAN = FileKind[Plan](Annotated[Plan, BeforeValidator(schema_2.plan)], _READ)
_FOOTPRINT = FileKind[Footprint](Footprint, "version 1")
_BENCHMARK = FileKind[_BenchmarkFile](_BenchmarkFile, _READ)


def read_results(folder: Path) -> Results:
    """Read plan.json, measurements/*.json, step_log/*.csv and, if there is one, footprint.json of one results folder.

    Raises ResultError, with the first problem found, if anything is missing or not as the schema says.
    """
    raw = _PLAN.raw(folder / PLAN)
    plan = _PLAN.checked(folder / PLAN, raw)
    _fits(plan)
    runs = with_slowness(list(_runs(folder, plan)))
    results = Results(
        folder,
        plan,
        [run for run in runs if not run.measurement.warm_up],
        [run for run in runs if run.measurement.warm_up],
        _FOOTPRINT.read(folder / FOOTPRINT) if (folder / FOOTPRINT).exists() else None,
        raw["schema_version"],
    )
    return _in_order(results)


def validate_file(path: Path) -> list[str]:
    """All problems of one plan, footprint, step log (*.csv) or measurement, a sentence each; [] if it is fine."""
    try:
        if path.suffix == ".csv":
            read_step_log(path)
        elif path.name == PLAN:
            if problems := list(_PLAN.problems(path)):
                return problems
            _fits(_PLAN.read(path))
        elif path.name == FOOTPRINT:
            return list(_FOOTPRINT.problems(path))
        elif problems := list(_BENCHMARK.problems(path)):
            return problems
        else:
            _agree(path, _BENCHMARK.read(path).benchmarks[0])
    except ResultError as error:
        return [str(error)]
    return []


def _fits(plan: Plan) -> None:
    """The parts of a plan have to fit together."""
    if found := unfit(plan):
        raise ResultError(f"{PLAN}: {found}; {AGAIN}")


def _runs(folder: Path, plan: Plan) -> Iterator[Run]:
    paths = sorted((folder / "measurements").glob("*.json"))
    if not paths:
        raise ResultError(f"{folder.name}/measurements: has no *.json file; {AGAIN}")
    scenarios, contenders = {each.name for each in plan.scenarios}, {each.name for each in plan.contenders}
    seen: dict[tuple[object, ...], Path] = {}
    for path in paths:
        run = _run(path, folder / "step_log" / f"{path.stem}.csv")
        m = run.measurement
        for what, name, described in (("scenario", m.scenario, scenarios), ("contender", m.contender, contenders)):
            if name not in described:
                raise ResultError(
                    f"{name_of(path)}: {PLAN} does not describe the {what} {name!r} at "
                    f"$.benchmarks[0].extra_info.{what}; {AGAIN}"
                )
        first = seen.setdefault((*run.key, m.warm_up, m.round), path)
        if first != path:
            raise ResultError(f"{name_of(path)}: holds the same round as {name_of(first)}; remove the copy")
        yield run


def _run(path: Path, log: Path) -> Run:
    benchmark = _BENCHMARK.read(path).benchmarks[0]
    _agree(path, benchmark)
    # A contender may fail before any step has started; only a completed one must have left its log.
    lost = benchmark.extra_info.outcome == "failed" and not log.exists()
    return Run(benchmark.extra_info, pd.DataFrame(columns=STEP_LOG_COLUMNS) if lost else read_step_log(log))


def _agree(path: Path, benchmark: _Benchmark) -> None:
    """Two records of one time that differ mean that one of them is not what it claims to be."""
    raw, clock = benchmark.stats.data[0], benchmark.extra_info.clocks.control_plane_done_s
    if benchmark.extra_info.outcome == "failed":
        return
    where = "$.benchmarks[0].extra_info.clocks.control_plane_done_s"
    if clock is None:
        raise ResultError(f"{name_of(path)}: a completed measurement has no time at {where}; {AGAIN}")
    if abs(raw - clock) > 1:
        raise ResultError(
            f"{name_of(path)}: wall time is {raw:.3f} s at $.benchmarks[0].stats.data[0] but {clock:.3f} s at "
            f"{where}; {AGAIN}"
        )


def _in_order(results: Results) -> Results:
    """The runs as planned; cases that were measured and never planned come last."""
    keys = [(*subject.key, each.name) for subject in results.subjects for each in results.contenders]
    places = {key: place for place, key in enumerate(keys)}

    def as_planned(run: Run) -> tuple[int, int]:
        return places[run.key], run.measurement.round

    runs, warm_ups = (sorted(each, key=as_planned) for each in (results.runs, results.warm_ups))
    return replace(results, runs=runs, warm_ups=warm_ups)
