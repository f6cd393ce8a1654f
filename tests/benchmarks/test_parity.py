"""Parity: a contender's tables against bare's, row by row."""

from pathlib import Path

import pytest

from benchmarks.metering.parity import TABLES, export, parity, row_counts
from shared_etl.days import Days
from shared_etl.sources.generated import Generated
from shared_etl.steps import cleaned_weather_data, raw_weather_data, validated_readings

DAILY = ",".join(TABLES[0].columns)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders with the same tables: bare's and a contender's."""
    for name in ("bare", "contender"):
        folder = tmp_path / name
        folder.mkdir()
        for table in TABLES:
            (folder / table.file).write_text(",".join(table.columns) + "\n")
        (folder / TABLES[0].file).write_text(
            f"{DAILY}\n2013-01-01,EWR,24,1,1,1,1,1,1,1\n2013-01-01,JFK,24,2,2,2,2,2,2,\n"
        )
    return tmp_path / "bare", tmp_path / "contender"


def _change(folder: Path, old: str, new: str) -> None:
    file = folder / TABLES[0].file
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_equal_tables_are_in_parity(folders: tuple[Path, Path]) -> None:
    """Nothing is reported where nothing differs."""
    assert parity(*folders).identical


def test_a_different_value_is_named_by_table_key_and_column(folders: tuple[Path, Path]) -> None:
    """A reader is told exactly which value differs, and both values."""
    _change(folders[1], "JFK,24,2", "JFK,24,9")
    found = parity(*folders)
    assert not found.identical
    assert found.difference_count == 1
    one = found.differences[0]
    assert (one.table, one.key, one.column) == ("marts.daily_weather_summary", "2013-01-01 JFK", "temperature_mean_c")
    assert (one.bare, one.contender) == ("2", "9")


def test_a_missing_value_is_not_an_empty_match(folders: tuple[Path, Path]) -> None:
    """An empty field differs from a number."""
    _change(folders[1], "2,2,2,\n", "2,2,2,5\n")
    assert [(one.column, one.bare, one.contender) for one in parity(*folders).differences] == [
        ("pressure_mean_hpa", "", "5")
    ]


@pytest.mark.parametrize(("side", "values"), [(1, ("present", "absent")), (0, ("absent", "present"))])
def test_a_row_that_only_one_has_is_reported_whole(
    folders: tuple[Path, Path], side: int, values: tuple[str, str]
) -> None:
    """A lost row and an extra row are told apart."""
    _change(folders[side], "2013-01-01,EWR,24,1,1,1,1,1,1,1\n", "")
    found = parity(*folders).differences
    assert [(one.key, one.column, one.bare, one.contender) for one in found] == [("2013-01-01 EWR", "*", *values)]


def test_a_row_written_twice_is_a_difference(folders: tuple[Path, Path]) -> None:
    """A duplicate does not hide behind its twin."""
    row = "2013-01-01,EWR,24,1,1,1,1,1,1,1\n"
    _change(folders[1], row, row * 2)
    found = parity(*folders)
    assert [(one.key, one.column) for one in found.differences] == [("2013-01-01 EWR (again, 1)", "*")]


def test_many_differences_are_counted_and_the_first_hundred_kept(folders: tuple[Path, Path]) -> None:
    """The count is true however long the list."""
    rows = "".join(f"2013-01-02,S{number},1,1,1,1,1,1,1,1\n" for number in range(250))
    _change(folders[1], "2013-01-01,EWR", rows + "2013-01-01,EWR")
    found = parity(*folders)
    assert (found.difference_count, len(found.differences)) == (250, 100)


def test_exports_of_equal_tables_are_equal_to_the_byte(warehouse, tmp_path: Path) -> None:
    """The same rows give the same files, whenever and however often they were written."""
    day = Days.parse("2013-01-01")
    for name in ("first", "second"):
        raw_weather_data(day, warehouse, Generated(3))
        cleaned_weather_data(day, warehouse)
        validated_readings(day, warehouse)
        export(warehouse.conninfo, tmp_path / name)
    for table in TABLES:
        assert (tmp_path / "first" / table.file).read_bytes() == (tmp_path / "second" / table.file).read_bytes()
    assert len((tmp_path / "first" / "validated_readings.csv").read_text().splitlines()) == 1 + 72
    assert row_counts(warehouse.conninfo).landed == 72
