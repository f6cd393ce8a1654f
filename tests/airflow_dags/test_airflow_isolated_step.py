"""One task in isolation: its warehouse is a fake one, in memory."""

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from shared_etl.readings import READING_COLUMNS

if TYPE_CHECKING:
    from ..conftest import FakeWarehouse


def test_a_step_keeps_what_can_be_true(fake_warehouse: "FakeWarehouse", monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two cleaned readings one is validated, and the other rejected with its reason."""
    at = pd.Timestamp("2013-02-12T03:00Z")
    fake_warehouse.tables["clean.weather_readings"] = pd.DataFrame(
        [
            ("2013-02-12", "a.csv", line, "JFK", at, 10, 5, humidity, 180, 4, 8, 0, 1013, 16)
            for line, humidity in ((2, 60), (3, 101))
        ],
        columns=list(READING_COLUMNS),
    )
    from airflow_dags import steps

    monkeypatch.setattr(steps, "connect", lambda: fake_warehouse)
    [told] = steps.validated_readings.function("2013-02-12")

    assert list(fake_warehouse.tables["clean.validated_readings"]["line"]) == [2]
    assert list(fake_warehouse.tables["clean.rejected_readings"]["reason"]) == ["range:humid"]
    assert told.extra["rows_rejected"] == 1
