"""A synthetic results folder, built through the models that define the format."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from report.result_format import (
    Clocks,
    Days,
    Difference,
    Machine,
    Measurement,
    Parity,
    Plan,
    Resources,
    Rows,
    Steps,
)

START = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
DAYS = Days(start=date(2013, 1, 1), end=date(2013, 1, 3), count=3)
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
    """What the synthetic run was asked to do."""
    asked = {
        "schema_version": 1,
        "created_at": START,
        "profile": "quick",
        "scenarios": ["backfill"],
        "contenders": list(WALLS),
        "rounds": 5,
        "source": "packaged",
        "days": DAYS,
        "seed": 7,
    }
    return Plan.model_validate(asked | changes)


def measurement(contender: str, number: int, wall: float, **changes: object) -> Measurement:
    """One round; CPU is 1.5 times the wall time, data is ready 0.3 s before the control plane is done."""
    cpu = wall * 1.5
    record = {
        "schema_version": 1,
        "scenario": "backfill",
        "contender": contender,
        "round": number,
        "source": "packaged",
        "days": DAYS,
        "started_at": START,
        "outcome": "completed",
        "clocks": Clocks(data_ready_s=wall - 0.3, control_plane_done_s=wall, settled_s=5, bring_up_s=wall + 10),
        "resources": Resources(
            cpu_s=cpu,
            cpu_s_by_role={role: cpu * part for role, part in ROLES.get(contender, {"all": 1.0}).items()},
            peak_pss_bytes=int(wall * 50e6),
            harness_cpu_s=0.05,
        ),
        "rows": Rows(landed=214, validated=209, rejected=5, station_days=9, city_days=6),
        "steps": Steps(expected=21, done=21, failed=0, repeated=0),
        "parity": SAME,
        "versions": {"dbt-core": "1.11.0", contender.split(":", maxsplit=1)[0]: "3.0.0"},
        "machine": Machine(
            name="desk", cpu="A CPU", cores=8, memory_bytes=32_000_000_000, system="Linux 6.1", python="3.11.2"
        ),
    }
    return Measurement.model_validate(record | changes)


def step_log(contender: str, wall: float) -> str:
    """Three partitions side by side; bare runs one dbt build over all days, the others one for each day."""
    lines = [LOG_HEADER]

    def add(step: str, kind: str, days: tuple[date, date], start: float, end: float) -> None:
        started, ended = (f"{START + timedelta(seconds=s):%Y-%m-%d %H:%M:%S.%f}+00" for s in (start, end))
        cpu = "0.05" if kind == "python" else ""
        lines.append(
            f"{len(lines)},{contender},{step},{kind},{days[0]},{days[1]},1,done,{started},{ended},{cpu},72,70,2,p1,desk"
        )

    unit = wall / 20
    days = [DAYS.start + timedelta(days=i) for i in range(DAYS.count)]
    for i, day in enumerate(days):
        at = unit * (1 + (4 * i if contender == "bare" else 1.5 * i))
        for j, step in enumerate(PYTHON):
            add(step, "python", (day, day), at + j * 1.2 * unit, at + (j + 1) * 1.2 * unit)
    builds = [(days[0], days[-1], 14.0)] if contender == "bare" else [(d, d, 10.0 + i) for i, d in enumerate(days)]
    for first, last, at in builds:
        add(DBT[0], "dbt model", (first, last), at * unit, (at + 0.5) * unit)
        add("not_null_station", "dbt test", (first, last), (at + 0.5) * unit, (at + 0.6) * unit)
        for step in DBT[1:]:
            add(step, "dbt model", (first, last), (at + 0.7) * unit, (at + 1.9) * unit)
        add("weather_report", "python", (first, last), (at + 2.2) * unit, (at + 4) * unit)
    return "\n".join(lines) + "\n"


def write(folder: Path, record: Measurement, wall: float) -> Path:
    """One measurement as pytest-benchmark writes it, and its step log."""
    name = f"{record.scenario}-{record.contender}-round{record.round}".replace(":", "-")
    (folder / "measurements").mkdir(parents=True, exist_ok=True)
    (folder / "step_log").mkdir(exist_ok=True)
    benchmark = {"name": name, "stats": {"data": [wall], "rounds": 1}, "extra_info": record.model_dump(mode="json")}
    path = folder / "measurements" / f"{name}.json"
    path.write_text(json.dumps({"version": "5.1.0", "benchmarks": [benchmark]}))
    (folder / "step_log" / f"{name}.csv").write_text(step_log(record.contender, wall))
    return path


Build = Callable[..., Path]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Makes a results folder; changes maps a contender to what differs in its measurements."""

    def make(
        walls: dict[str, list[float]] = WALLS, changes: dict[str, dict[str, object]] | None = None, **asked: object
    ) -> Path:
        folder = tmp_path / "results"
        folder.mkdir()
        rounds = max(map(len, walls.values()))
        (folder / "plan.json").write_text(plan(**{"rounds": rounds} | asked).model_dump_json())
        for contender, values in walls.items():
            for i, wall in enumerate(values):
                write(folder, measurement(contender, i + 1, wall, **(changes or {}).get(contender, {})), wall)
        return folder

    return make
