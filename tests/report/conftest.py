"""A synthetic results folder, built through the models that define the format."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from records.days import Days
from records.measurement import (
    Clocks,
    Difference,
    Machine,
    Measurement,
    Metadata,
    Parity,
    Resources,
    Rows,
    Steps,
)
from records.plan import Case, Entry, Plan
from records.strict import SCHEMA_VERSION
from report.report import write_report

from .described import described
from .pages import whole

START = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
DAYS = Days(date(2013, 1, 1), date(2013, 1, 3))
CASE = Case(name="3-days-2-at-once", work="weather", source="packaged", days=DAYS, concurrency=2)
SAME = Parity(identical=True, differences=[], difference_count=0)
OTHER = Parity(
    identical=False,
    differences=[
        Difference(
            table="city_aggregates",
            key="2013-01-02 Newark",
            column="temperature_mean_c",
            bare="1.2346",
            contender="1.2345",
        ),
        Difference(table="city_aggregates", key="2013-01-03 Newark", column="*", bare="present", contender=None),
    ],
    difference_count=2,
)
PYTHON = ("raw_weather_data", "cleaned_weather_data", "validated_readings")
DBT = ("stg_weather__readings", "city_aggregates", "daily_weather_summary")
# Wall seconds of each round; the other figures of a round follow from them in measurement().
WALLS = {
    "bare": [4.0, 4.2, 4.1, 4.4, 4.3],
    "airflow:stock": [9.0, 9.6, 9.2, 9.1, 9.9],
    "dagster:stock": [7.2, 8.4, 7.9, 7.0, 7.5],
}
# Of each warm-up, the only rounds in which memory is read.
WARM_UPS = {"bare": [5.0], "airflow:stock": [11.0, 10.0]}
ROLES = {
    "bare": {"bare": 0.8, "postgres": 0.2},
    "airflow:stock": {"scheduler": 0.3, "task": 0.4, "api-server": 0.2, "postgres": 0.1},
    "dagster:stock": {"daemon": 0.2, "run": 0.5, "code server": 0.2, "postgres": 0.1},
}
LOG_HEADER = (
    "id,stack,step,kind,partition_start,partition_end,attempt,outcome,started_at,ended_at,"
    "cpu_seconds,rows_in,rows_out,rows_rejected,process,host"
)


def plan(**changes: object) -> Plan:
    """What the synthetic run was asked to do: five rounds of each contender in one case, where nothing else is said."""
    planned: list[Entry] = changes.get("entries", entries(WALLS))  # type: ignore[assignment]
    asked = described([*WALLS, *(each.contender for each in planned)], [each.scenario for each in planned]) | {
        "schema_version": SCHEMA_VERSION,
        "created_at": START,
        "profile": "quick",
        "command": "uv run bench run backfill --days 3 --rounds 5",
        "seed": 7,
        "cases": [CASE],
        "entries": planned,
        "main_case": CASE.name,
    }
    return Plan.model_validate(asked | changes)


def entries(
    contenders: Iterable[str], scenario: str = "backfill", case: Case = CASE, rounds: int = 5, warm_ups: int = 0
) -> list[Entry]:
    """Each contender so many times in one case of a scenario."""
    return [
        Entry(
            scenario=scenario,
            case=case.name,
            contender=contender,
            rounds=rounds,
            warm_ups=warm_ups,
            baseline=f"{case.source}-{case.days}",
        )
        for contender in contenders
    ]


def measurement(contender: str, number: int, wall: float, **changes: object) -> Measurement:
    """One round; CPU is 1.5 times the wall time, data is ready 0.3 s before the control plane is done.

    Memory, 50 MB for each second of wall time, is read in a warm-up alone.
    """
    cpu = wall * 1.5
    record = {
        "schema_version": SCHEMA_VERSION,
        "scenario": "backfill",
        "case": CASE,
        "contender": contender,
        "round": number,
        "started_at": START + timedelta(minutes=10 * (number - 1)),
        "outcome": "completed",
        "clocks": Clocks(
            data_ready_s=wall - 0.3,
            control_plane_done_s=wall,
            record_done_s=wall + 0.1,
            settled_s=5,
            bring_up_s=wall + 10,
        ),
        "resources": Resources(
            cpu_s=cpu,
            cpu_s_by_role={role: cpu * part for role, part in ROLES.get(contender, {"all": 1.0}).items()},
            peak_pss_bytes=int(wall * 50e6) if changes.get("warm_up") else None,
            harness_cpu_s=cpu / 200,
            elsewhere_cpu_s=0.25,
            processes=12,
        ),
        "metadata": None if contender.startswith("bare") else Metadata(rows=1234, bytes=2_500_000),
        "rows": Rows(landed=214, validated=209, rejected=5, station_days=9, city_days=6),
        "steps": Steps(expected=21, done=21, failed=0, repeated=0),
        "parity": SAME,
        "versions": {"dbt-core": "1.11.0", contender.split(":", maxsplit=1)[0]: "3.0.0"},
        "machine": Machine(
            name="desk", cpu="A CPU", cores=8, memory_bytes=32_000_000_000, system="Linux 6.1", python="3.11.2"
        ),
    }
    return Measurement.model_validate(record | changes)


def step_log(record: Measurement, wall: float) -> str:
    """Partitions side by side; bare runs one dbt build over all days, the others one for each day."""
    contender, all_days = record.contender, record.case.days
    lines = [LOG_HEADER]

    def add(step: str, kind: str, days: tuple[date, date], start: float, end: float) -> None:
        started, ended = (f"{record.started_at + timedelta(seconds=s):%Y-%m-%d %H:%M:%S.%f}+00" for s in (start, end))
        cpu = "0.05" if kind == "python" else ""
        lines.append(
            f"{len(lines)},{contender},{step},{kind},{days[0]},{days[1]},1,done,{started},{ended},{cpu},72,70,2,p1,desk"
        )

    n = len(all_days)
    unit = wall / (5 * n + 5)
    days = [day.start for day in all_days]
    for i, day in enumerate(days):
        at = unit * (1 + (4 * i if contender == "bare" else 1.5 * i))
        for j, step in enumerate(PYTHON):
            add(step, "python", (day, day), at + j * 1.2 * unit, at + (j + 1) * 1.2 * unit)
    builds = [(d, d, 3.0 * n + 1 + i) for i, d in enumerate(days)]
    if contender == "bare":
        builds = [(days[0], days[-1], 4.0 * n + 2)]
    for first, last, at in builds:
        add(DBT[0], "dbt model", (first, last), at * unit, (at + 0.5) * unit)
        add("not_null_station", "dbt test", (first, last), (at + 0.5) * unit, (at + 0.6) * unit)
        for step in DBT[1:]:
            add(step, "dbt model", (first, last), (at + 0.7) * unit, (at + 1.9) * unit)
        add("weather_report", "python", (first, last), (at + 2.2) * unit, (at + 4) * unit)
    return "\n".join(lines) + "\n"


def write(folder: Path, record: Measurement, wall: float) -> Path:
    """One measurement as pytest-benchmark writes it, and its step log."""
    number = f"{'warm-up' if record.warm_up else 'round'}{record.round}"
    name = f"{record.scenario}-{record.case.name}-{record.contender}-{number}".replace(":", "-")
    (folder / "measurements").mkdir(parents=True, exist_ok=True)
    (folder / "step_log").mkdir(exist_ok=True)
    benchmark = {"name": name, "stats": {"data": [wall], "rounds": 1}, "extra_info": record.model_dump(mode="json")}
    path = folder / "measurements" / f"{name}.json"
    path.write_text(json.dumps({"version": "5.1.0", "benchmarks": [benchmark]}))
    (folder / "step_log" / f"{name}.csv").write_text(step_log(record, wall))
    return path


Build = Callable[..., Path]
Report = tuple[str, str]
"""The Markdown and the HTML page."""


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Makes a results folder; changes maps a contender to what differs in its measurements, warm-ups among them."""
    return partial(results_folder, tmp_path)


def results_folder(
    parent: Path,
    walls: dict[str, list[float]] = WALLS,
    changes: dict[str, dict[str, object]] | None = None,
    warm_ups: dict[str, list[float]] | None = None,
    name: str = "results",
    **asked: object,
) -> Path:
    """Rounds of each contender in the one case, and the plan that asked for them."""
    folder = parent / name
    folder.mkdir()
    planned = [entry for c, own in walls.items() for entry in entries([c], rounds=len(own))]
    (folder / "plan.json").write_text(plan(**{"entries": planned} | asked).model_dump_json())
    for contender, values in walls.items():
        for i, wall in enumerate(values):
            write(folder, measurement(contender, i + 1, wall, **(changes or {}).get(contender, {})), wall)
    for contender, values in (warm_ups or {}).items():
        for i, wall in enumerate(values):
            different = {"warm_up": True} | (changes or {}).get(contender, {})
            write(folder, measurement(contender, i + 1, wall, **different), wall)
    return folder


@pytest.fixture(scope="session")
def plain_report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report of a results folder in which nothing stands out."""
    return _report(results_folder(tmp_path_factory.mktemp("plain")))


@pytest.fixture(scope="session")
def many_report(many: Path) -> Report:
    """The report of the results in many cases."""
    return _report(many)


def _report(folder: Path) -> Report:
    markdown, html, *_ = write_report(folder)
    return whole(markdown), html.read_text()


MANY = ["bare", "bare:range"] + [
    f"{stack}:{how}" for stack in ("airflow", "dagster") for how in ("stock", "tuned", "single-run")
]


def case(days: int, concurrency: int = 2, stations: int | None = None) -> Case:
    """A case, named as the harness names it."""
    name = f"{days}-day{'s' * (days > 1)}-{concurrency}-at-once"
    name += f"-{stations}-stations" * bool(stations)
    return Case.model_validate(
        {
            "name": name,
            "work": "weather",
            "source": f"generated:{stations}" if stations else "packaged",
            "days": Days.of(DAYS.start, days),
            "concurrency": concurrency,
        }
    )


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of every scenario, in many cases, with eight contenders and warm-ups: seconds from made-up costs."""
    folder = tmp_path_factory.mktemp("many")
    core = ["bare", "airflow:tuned", "dagster:tuned"]
    main = case(7)
    asked = [
        ("backfill", main, core, 5, 1),
        ("backfill", main, [c for c in MANY if c not in core], 3, 0),
        ("aa", main, core[1:], 5, 0),
        *(("backfill", case(days), core, 2, 0) for days in (1, 14)),
        *(("backfill", case(7, concurrency), core[1:], 2, 0) for concurrency in (1, 4)),
        *(("growing", case(1, stations=stations), core, 2, 0) for stations in (1, 100, 10_000)),
    ]
    cases = list({each.name: each for _, each, *_ in asked}.values())
    planned = [e for scenario, each, names, n, warm in asked for e in entries(names, scenario, each, n, warm)]
    told = described(MANY, [scenario for scenario, *_ in asked])
    asked_for = plan(**told, cases=cases, entries=planned, main_case=main.name)
    (folder / "plan.json").write_text(asked_for.model_dump_json())
    for entry in planned:
        each = next(one for one in cases if one.name == entry.case)
        for number in range(1 - entry.warm_ups, entry.rounds + 1):
            wall = _seconds(entry.contender, each) * (1 + 0.03 * ((7 * number + len(entry.contender)) % 5 - 2))
            changes = {"scenario": entry.scenario, "case": each, "steps": _steps(each)}
            warm_up = {"warm_up": True, "round": 1} if number < 1 else {}
            write(folder, measurement(entry.contender, max(1, number), wall, **changes, **warm_up), wall)
    return folder


def _seconds(contender: str, each: Case) -> float:
    """A fixed cost, one of a day and one of a thousand readings."""
    fixed = {"bare": 2.0, "airflow": 5.0, "dagster": 18.0}[contender.split(":", maxsplit=1)[0]]
    a_day = {"stock": 18.0, "tuned": 5.0, "single-run": 0.4, "range": 0.2}.get(contender.rpartition(":")[2], 1.5)
    stations = int(each.source.removeprefix("generated:")) if each.source != "packaged" else 3
    return fixed + a_day * len(each.days) * 2 / each.concurrency + stations * 0.024 * len(each.days)


def _steps(each: Case) -> Steps:
    return Steps(expected=7 * len(each.days), done=7 * len(each.days), failed=0, repeated=0)
