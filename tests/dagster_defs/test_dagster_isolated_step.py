"""One asset in isolation: its warehouse is a fake one, in memory."""

from typing import TYPE_CHECKING

import dagster as dg
import pandas as pd
import pytest

from dagster_defs.assets.readings import validated_readings
from dagster_defs.resources import WarehouseResource
from shared_etl.readings import READING_COLUMNS

if TYPE_CHECKING:
    from ..conftest import FakeWarehouse


@pytest.fixture
def resource(fake_warehouse: "FakeWarehouse", monkeypatch: pytest.MonkeyPatch) -> WarehouseResource:
    """The resource, but for where it leads."""
    monkeypatch.setattr(WarehouseResource, "warehouse", lambda _: fake_warehouse)
    return WarehouseResource(host="", port="", user="", password="", database="", application_name="")


def test_a_step_keeps_what_can_be_true(fake_warehouse: "FakeWarehouse", resource: WarehouseResource) -> None:
    """Of two cleaned readings one is validated, and the other rejected with its reason."""
    at = pd.Timestamp("2013-02-12T03:00Z")
    fake_warehouse.tables["clean.weather_readings"] = pd.DataFrame(
        [
            ("2013-02-12", "a.csv", line, "JFK", at, 10, 5, humidity, 180, 4, 8, 0, 1013, 16)
            for line, humidity in ((2, 60), (3, 101))
        ],
        columns=list(READING_COLUMNS),
    )

    validated_readings(dg.build_asset_context(partition_key="2013-02-12"), warehouse=resource)

    assert list(fake_warehouse.tables["clean.validated_readings"]["line"]) == [2]
    assert list(fake_warehouse.tables["clean.rejected_readings"]["reason"]) == ["range:humid"]
