"""From a results folder to checked, typed results, or one clear sentence on what is wrong with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Annotated, TypeVar

import pandas as pd
from pydantic import BaseModel, Field, FiniteFloat, ValidationError
from pydantic_core import ErrorDetails, from_json

from report.errors import ResultError
from report.result_format import FOOTPRINT, RERUNS, SCHEMA_VERSION, Case, Footprint, Measurement, Plan

# fmt: off
STEP_LOG_COLUMNS = [
    "id", "stack", "step", "kind", "partition_start", "partition_end", "attempt", "outcome", "started_at",
    "ended_at", "cpu_seconds", "rows_in", "rows_out", "rows_rejected", "process", "host",
]
# fmt: on
ALLOWED = {"kind": {"python", "dbt model", "dbt test", "dbt seed"}, "outcome": {"done", "failed", "running"}}
AGAIN = "run the benchmark again, or restore the file as it was written"
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Run:
    """One measured round: its record, its one raw wall time in seconds, its step log (one row an execution)."""

    measurement: Measurement
    wall_s: float
    step_log: pd.DataFrame
    slowness: float | None = None
    """How slow the machine was meanwhile, over the median of its folder; None where not all of the folder tell."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Scenario, name of the case, contender."""
        return self.measurement.scenario, self.measurement.case.name, self.measurement.contender


@dataclass(frozen=True)
class Subject:
    """What contenders are compared in: a case of a scenario."""

    scenario: str
    case: Case

    @property
    def key(self) -> tuple[str, str]:
        """Scenario and name of the case."""
        return self.scenario, self.case.name


@dataclass(frozen=True)
class Results:
    """A whole results folder; runs are in order of scenario, case, contender (all as planned) and round.

    Warm-ups come first and have memory read, which costs time: they are part of no figure but memory.
    """

    folder: Path
    plan: Plan
    runs: list[Run]
    warm_ups: list[Run]
    footprint: Footprint | None = None

    @property
    def at_one_pace(self) -> bool:
        """Whether CPU time is told at one pace, and not as it was used."""
        return any(run.slowness is not None for run in self.runs)

    @property
    def measurements(self) -> list[Measurement]:
        """The records of the runs, in their order."""
        return [run.measurement for run in self.runs]

    @property
    def scenarios(self) -> list[str]:
        """Planned scenarios first, then any other that was measured."""
        return _unique(scenario for scenario, _, _ in self._known)

    @cached_property
    def contenders(self) -> list[str]:
        """All contenders: first those that the plan describes, in its order, then any other."""
        present = _unique(contender for _, _, contender in self._known)
        return sorted(present, key=lambda contender: _position(list(self.plan.contenders), contender))

    def cases(self, scenario: str) -> list[Case]:
        """The cases of a scenario in the plan's order, then any other that was measured."""
        described = {run.measurement.case.name: run.measurement.case for run in [*self.runs, *self.warm_ups]}
        described |= {case.name: case for case in self.plan.cases}
        present = _unique(case for each, case, _ in self._known if each == scenario)
        planned = [case.name for case in self.plan.cases]
        return [described[name] for name in sorted(present, key=lambda name: _position(planned, name))]

    def contenders_of(self, scenario: str, case: str) -> list[str]:
        """The contenders of one case of a scenario in the plan's order, measured or only planned."""
        return [contender for contender in self.contenders if (scenario, case, contender) in self._known]

    def of(self, scenario: str, case: str, contender: str) -> list[Run]:
        """The rounds of one contender in one case of a scenario, in order; empty if it was never measured."""
        return self._rounds.get((scenario, case, contender), [])

    def warm_ups_of(self, scenario: str, case: str, contender: str) -> list[Run]:
        """The warm-ups of one contender in one case of a scenario, in order; empty if it had none."""
        return [run for run in self.warm_ups if run.key == (scenario, case, contender)]

    @cached_property
    def subjects(self) -> list[Subject]:
        """Every scenario with each of its cases, but those of reruns; the main one first."""
        found = [subject for subject in self._all_subjects if subject.scenario not in RERUNS]
        backfill = [subject for subject in found if subject.scenario == "backfill"]
        named = [subject for subject in backfill + found if subject.case.name == self.plan.main_case]
        main = (named or backfill or found)[:1]
        return main + [subject for subject in found if subject not in main]

    @cached_property
    def reruns(self) -> list[Subject]:
        """Every scenario in which days are asked for again, with each of its cases."""
        return [subject for subject in self._all_subjects if subject.scenario in RERUNS]

    @property
    def main(self) -> Subject:
        """What the headline is about: the plan's main case as a backfill, or the nearest to it that there is."""
        return (self.subjects or self.reruns)[0]

    @property
    def _all_subjects(self) -> list[Subject]:
        return [Subject(scenario, case) for scenario in self.scenarios for case in self.cases(scenario)]

    @cached_property
    def _known(self) -> dict[tuple[str, str, str], None]:
        """What was planned, then what was measured: scenario, case, contender, in a set that keeps its order."""
        planned = [(entry.scenario, entry.case, entry.contender) for entry in self.plan.entries]
        return dict.fromkeys([*planned, *(run.key for run in [*self.runs, *self.warm_ups])])

    @cached_property
    def _rounds(self) -> dict[tuple[str, str, str], list[Run]]:
        rounds: dict[tuple[str, str, str], list[Run]] = {}
        for run in self.runs:
            rounds.setdefault(run.key, []).append(run)
        return rounds


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


def with_slowness(runs: list[Run]) -> list[Run]:
    """The same runs, each with how slow the machine was beside it; without where a completed one does not tell."""
    completed = [run.measurement for run in runs if run.measurement.outcome == "completed"]
    paces = [pace for m in completed if not m.warm_up and (pace := m.resources.core_pace_s)]
    if not paces or not all(m.resources.core_pace_s for m in completed):
        return runs
    middle = median(paces)
    return [replace(run, slowness=(run.measurement.resources.core_pace_s or middle) / middle) for run in runs]


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


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _position(names: list[str], name: str) -> int:
    return names.index(name) if name in names else len(names)


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}" if path.parent.name in ("measurements", "step_log") else path.name
