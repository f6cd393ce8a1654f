"""The core's speed, as ratios within one run: a faster machine makes both sides faster.

Rounds of both sides are interleaved, and the best round of each counts: other work on the machine only ever adds.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from sqlalchemy import create_engine

from benchmarks.speed import naive
from benchmarks.speed.conftest import Say
from shared_etl import rules
from shared_etl.copy_format import read_frames, to_csv
from shared_etl.days import Days
from shared_etl.readings import MEASURES, RAW_COLUMNS, READING_COLUMNS
from shared_etl.sources.generated import Generated
from shared_etl.steps import cleaned_weather_data, raw_weather_data, validated_readings
from shared_etl.warehouse import Warehouse

DAY = Days.parse("2024-03-01")
SOURCE = Generated(10_000)
ROWS = 240_000
TABLES = ("raw.weather_readings", "clean.weather_readings", "clean.validated_readings")
ROUNDS = 5


@pytest.fixture
def connection(warehouse: Warehouse) -> Iterator[psycopg.Connection]:
    """A session with a table like raw.weather_readings, its index included, beside the pipeline's own."""
    with psycopg.connect(warehouse.conninfo, autocommit=True) as session:
        session.execute("create table public.bare_copy (like raw.weather_readings including all)")
        yield session


def python_steps(warehouse: Warehouse) -> None:
    """What is measured: the three Python steps of one day."""
    raw_weather_data(DAY, warehouse, SOURCE)
    cleaned_weather_data(DAY, warehouse)
    assert validated_readings(DAY, warehouse).rows_out == ROWS


def empty(connection: psycopg.Connection) -> None:
    """The same ground for every round."""
    connection.execute(f"truncate {', '.join(TABLES)}, clean.rejected_readings, public.bare_copy".encode())


def test_the_python_steps_take_at_most_eight_bare_copies(
    benchmark: BenchmarkFixture, warehouse: Warehouse, connection: psycopg.Connection, say: Say
) -> None:
    """240,000 rows landed, cleaned and validated, against one COPY of the same rows from CSV that is ready."""
    rendered = [to_csv(frame) for frame in SOURCE.read(DAY)]
    copies: list[float] = []

    def one_bare_copy() -> None:
        empty(connection)
        with timed(copies), connection.cursor().copy("copy public.bare_copy from stdin (format csv)") as copy:
            for block in rendered:
                copy.write(block)
        assert connection.execute("select count(*) from public.bare_copy").fetchone() == (ROWS,)

    benchmark.pedantic(
        python_steps, args=(warehouse,), setup=one_bare_copy, rounds=ROUNDS, iterations=1, warmup_rounds=1
    )
    assert benchmark.stats
    steps = benchmark.stats.stats.data
    ratio = min(steps) / min(copies)
    benchmark.extra_info["bare_copy_s"] = copies
    benchmark.extra_info["ratio"] = ratio
    say(f"three steps {min(steps):.2f} s, one bare COPY {min(copies):.2f} s: {ratio:.1f}x")
    for part, seconds in breakdown(connection).items():
        benchmark.extra_info[part] = seconds
        say(f"  {part:<42}{seconds:6.2f} s  {seconds / min(copies):5.2f}x")
    say("")
    assert ratio <= 8


def test_the_python_steps_are_five_times_faster_than_naive_ones(
    benchmark: BenchmarkFixture, warehouse: Warehouse, connection: psycopg.Connection, say: Say
) -> None:
    """The same rows, rules and tables, against whole frames through to_sql and read_sql."""
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(warehouse.conninfo))
    naively: list[float] = []

    def naive_steps() -> None:
        empty(connection)
        with timed(naively):
            naive.run(DAY, engine, SOURCE)
        assert connection.execute("select count(*) from clean.validated_readings").fetchone() == (ROWS,)
        empty(connection)

    benchmark.pedantic(python_steps, args=(warehouse,), setup=naive_steps, rounds=2, iterations=1)
    assert benchmark.stats
    engine.dispose()
    ratio = min(naively) / min(benchmark.stats.stats.data)
    benchmark.extra_info["naive_s"] = naively
    benchmark.extra_info["ratio"] = ratio
    say(f"naive steps {min(naively):.2f} s, the core's {min(benchmark.stats.stats.data):.2f} s: {ratio:.1f}x\n")
    assert ratio >= 5


@pytest.mark.usefixtures("warehouse")
def test_memory_does_not_grow_with_the_day(say: Say) -> None:
    """The peak of a process that runs the three steps for 5,000,000 rows is at most 1.5 times that for 1,000,000."""
    one, five = (peak_bytes(stations) for stations in (41_667, 208_333))
    say(f"peak memory: {one / 1e6:.0f} MB for a million rows, {five / 1e6:.0f} MB for five: {five / one:.2f}x\n")
    assert five <= 1.5 * one


_PEAK = f"""
import resource, sys
from shared_etl.days import Days
from shared_etl.sources.generated import Generated
from shared_etl.steps import cleaned_weather_data, raw_weather_data, validated_readings
from shared_etl.warehouse import Warehouse
day, warehouse = Days.parse({str(DAY)!r}), Warehouse.from_environment()
raw_weather_data(day, warehouse, Generated(int(sys.argv[1])))
cleaned_weather_data(day, warehouse)
assert validated_readings(day, warehouse).rows_out == 24 * int(sys.argv[1])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""


def peak_bytes(stations: int) -> int:
    """The peak resident memory of a fresh process that runs the three steps."""
    # A shell in between: a process inherits the peak of the one that starts it, and pytest's is not small.
    command = ["sh", "-c", '"$@"; exit $?', "sh", sys.executable, "-c", _PEAK, str(stations)]
    return int(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def breakdown(connection: psycopg.Connection) -> dict[str, float]:
    """Seconds of every part by itself, one after the other; the steps overlap some of them."""
    parts: dict[str, float] = {}

    @contextmanager
    def part(name: str) -> Iterator[None]:
        seconds: list[float] = []
        with timed(seconds):
            yield
        parts[name] = seconds[0]

    def copy_in(table: str, columns: tuple[str, ...], blocks: list[bytes]) -> None:
        with connection.cursor().copy(f"copy {table} ({', '.join(columns)}) from stdin (format csv)".encode()) as copy:
            for block in blocks:
                copy.write(block)

    empty(connection)
    with part("raw: generate"):
        frames = list(SOURCE.read(DAY))
    with part("raw: render CSV"):
        blocks = [to_csv(frame) for frame in frames]
    with part("raw: COPY in"):
        copy_in(TABLES[0], RAW_COLUMNS, blocks)
    for step, table, columns, numbers, rule in (
        ("cleaned", TABLES[0], RAW_COLUMNS, (), rules.clean),
        ("validated", TABLES[1], READING_COLUMNS, tuple(MEASURES.values()), rules.validate),
    ):
        query = f"copy (select {', '.join(columns)} from {table}) to stdout (format csv)".encode()
        with part(f"{step}: COPY out"), connection.cursor().copy(query) as copy:
            for _ in copy:
                pass
        with part(f"{step}: COPY out and parse"), connection.cursor().copy(query) as copy:
            frames = list(read_frames(copy, columns, numbers))
        with part(f"{step}: rules"):
            passed = [rule(frame)[0] for frame in frames]
        with part(f"{step}: render CSV"):
            blocks = [to_csv(frame) for frame in passed]
        with part(f"{step}: COPY in"):
            copy_in(TABLES[1] if step == "cleaned" else TABLES[2], READING_COLUMNS, blocks)
        if step == "cleaned":
            with part("cleaned: look for duplicates"):
                twice = "group by station, observed_at having count(*) > 1"
                connection.execute(f"select from {TABLES[1]} {twice}".encode())
    return parts


@contextmanager
def timed(seconds: list[float]) -> Iterator[None]:
    """Append how long the block took."""
    start = time.perf_counter()
    yield
    seconds.append(time.perf_counter() - start)
