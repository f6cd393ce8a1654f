"""From a results folder to checked, typed results, or one clear sentence on what is wrong with it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeVar

import pandas as pd
from pydantic import BaseModel, Field, FiniteFloat, ValidationError
from pydantic_core import ErrorDetails, from_json

from records.measurement import FOOTPRINT, SCHEMA_VERSION, Footprint, Measurement, Plan
from report.data.results import Results, Run, with_slowness
from report.errors import ResultError

# fmt: off
STEP_LOG_COLUMNS = [
    "id", "stack", "step", "kind", "partition_start", "partition_end", "attempt", "outcome", "started_at",
    "ended_at", "cpu_seconds", "rows_in", "rows_out", "rows_rejected", "process", "host",
]
# fmt: on
ALLOWED = {"kind": {"python", "dbt model", "dbt test", "dbt seed"}, "outcome": {"done", "failed", "running"}}
AGAIN = "run the benchmark again, or restore the file as it was written"
Model = TypeVar("Model", bound=BaseModel)


class _Stats(BaseModel):
    data: list[Annotated[FiniteFloat, Field(ge=0)]] = Field(min_length=1, max_length=1)


class _Benchmark(BaseModel):
    stats: _Stats
    extra_info: Measurement


class _BenchmarkFile(BaseModel):
    benchmarks: list[_Benchmark] = Field(min_length=1, max_length=1)


_MODELS: dict[str, type[BaseModel]] = {"plan.json": Plan, FOOTPRINT: Footprint}


def read_results(folder: Path) -> Results:
    """Read plan.json, measurements/*.json, step_log/*.csv and, if there is one, footprint.json of one results folder.

    Raises ResultError, with the first problem found, if anything is missing or not as the schema says.
    """
    plan = _parse(folder / "plan.json", Plan)
    if unknown := {entry.case for entry in plan.entries} - {case.name for case in plan.cases}:
        raise ResultError(f"plan.json: case {unknown.pop()!r} is not described at $.cases; {AGAIN}")
    paths = sorted((folder / "measurements").glob("*.json"))
    if not paths:
        raise ResultError(f"{folder.name}/measurements: has no *.json file; {AGAIN}")
    seen: dict[tuple[object, ...], Path] = {}
    runs = []
    for path in paths:
        run = _read_run(path, folder / "step_log" / f"{path.stem}.csv")
        m = run.measurement
        first = seen.setdefault((*run.key, m.warm_up, m.round), path)
        if first != path:
            raise ResultError(f"{_name(path)}: holds the same round as {_name(first)}; remove the copy")
        runs.append(run)
    runs = with_slowness(runs)
    # The order needs all of them: what was measured and never planned comes last.
    unsorted = Results(folder, plan, runs, [])
    subjects = [*unsorted.subjects, *unsorted.reruns]
    places = [(*subject.key, contender) for subject in subjects for contender in unsorted.contenders]

    def as_planned(run: Run) -> tuple[int, int]:
        return places.index(run.key), run.measurement.round

    runs.sort(key=as_planned)
    return Results(
        folder,
        plan,
        [run for run in runs if not run.measurement.warm_up],
        [run for run in runs if run.measurement.warm_up],
        _parse(folder / FOOTPRINT, Footprint) if (folder / FOOTPRINT).exists() else None,
    )


def validate_file(path: Path) -> list[str]:
    """All problems of one plan, footprint, step log (*.csv) or measurement, a sentence each; [] if it is fine."""
    try:
        if path.suffix == ".csv":
            _read_step_log(path)
        else:
            model = _MODELS.get(path.name, _BenchmarkFile)
            problems = list(_problems(path, model))
            if problems or model is not _BenchmarkFile:
                return problems
            _agree(path, _parse(path, _BenchmarkFile).benchmarks[0])
    except ResultError as error:
        return [str(error)]
    return []


def _read_run(path: Path, log: Path) -> Run:
    benchmark = _parse(path, _BenchmarkFile).benchmarks[0]
    _agree(path, benchmark)
    # A contender may fail before any step has started; only a completed one must have left its log.
    lost = benchmark.extra_info.outcome == "failed" and not log.exists()
    steps = pd.DataFrame(columns=STEP_LOG_COLUMNS) if lost else _read_step_log(log)
    return Run(benchmark.extra_info, benchmark.stats.data[0], steps)


def _agree(path: Path, benchmark: _Benchmark) -> None:
    """Two records of one time that differ mean that one of them is not what it claims to be."""
    raw, clock = benchmark.stats.data[0], benchmark.extra_info.clocks.control_plane_done_s
    if benchmark.extra_info.outcome == "failed":
        return
    if clock is None:
        where = "$.benchmarks[0].extra_info.clocks.control_plane_done_s"
        raise ResultError(f"{_name(path)}: a completed measurement has no time at {where}; {AGAIN}")
    if abs(raw - clock) > 1:
        raise ResultError(
            f"{_name(path)}: wall time is {raw:.3f} s at $.benchmarks[0].stats.data[0] but {clock:.3f} s at "
            f"$.benchmarks[0].extra_info.clocks.control_plane_done_s; {AGAIN}"
        )


def _parse(path: Path, model: type[Model]) -> Model:
    for problem in _problems(path, model):
        raise ResultError(problem)
    return model.model_validate(from_json(path.read_bytes()))


def _problems(path: Path, model: type[BaseModel]) -> Iterator[str]:
    try:
        model.model_validate(from_json(path.read_bytes(), allow_inf_nan=False))
    except OSError as error:
        yield f"{_name(path)}: cannot be read ({error.strerror}); {AGAIN}"
    except ValidationError as error:
        details = error.errors()
        # Another version explains every other difference, so it is the only thing worth saying.
        for detail in [d for d in details if d["loc"][-1:] == ("schema_version",)] or details:
            yield _sentence(path, detail)
    except ValueError as error:
        yield f"{_name(path)}: is not valid JSON ({error}); {AGAIN}"


def _sentence(path: Path, detail: ErrorDetails) -> str:
    where = "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in detail["loc"])
    if detail["loc"][-1:] == ("schema_version",) and detail["type"] == "literal_error":
        return (
            f"{_name(path)}: schema version {detail['input']!r} at {where}, but this report reads version "
            f"{SCHEMA_VERSION}; use the version of this project that wrote the file, or run the benchmark again"
        )
    what = {"missing": "a required field is missing", "extra_forbidden": "a field that the schema does not know"}
    return f"{_name(path)}: {what.get(detail['type'], detail['msg'])} at {where}; {AGAIN}"


def _read_step_log(path: Path) -> pd.DataFrame:
    """The step log with dates as dates and times in UTC; ended_at is NaT while a step runs."""
    try:
        log = pd.read_csv(path, dtype={"process": str, "host": str})
    except OSError as error:
        raise ResultError(f"{_name(path)}: cannot be read ({error.strerror}); {AGAIN}") from error
    except ValueError as error:
        raise ResultError(f"{_name(path)}: is not a CSV file ({error}); {AGAIN}") from error
    if missing := [column for column in STEP_LOG_COLUMNS if column not in log]:
        raise ResultError(f"{_name(path)}: a required column is missing at {missing[0]}; {AGAIN}")
    for column, allowed in ALLOWED.items():
        if unknown := set(log[column]) - allowed:
            raise ResultError(f"{_name(path)}: an unknown value {unknown.pop()!r} at {column}; {AGAIN}")
    for column in ("partition_start", "partition_end", "started_at", "ended_at"):
        try:
            log[column] = pd.to_datetime(log[column], utc=column.endswith("_at"), format="ISO8601")
        except ValueError as error:
            raise ResultError(f"{_name(path)}: not a date or time at {column} ({error}); {AGAIN}") from error
        if column != "ended_at" and log[column].isna().any():
            raise ResultError(f"{_name(path)}: an empty value at {column}; {AGAIN}")
    return log


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}" if path.parent.name in ("measurements", "step_log") else path.name
