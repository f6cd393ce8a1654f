"""One day of validated readings for the dbt project's tests."""

from collections.abc import Callable

import pytest

from shared_etl.days import Days
from shared_etl.sources.generated import Generated
from shared_etl.steps import cleaned_weather_data, raw_weather_data, validated_readings
from shared_etl.warehouse import Warehouse


Query = Callable[..., list[tuple[object, ...]]]
Execute = Callable[..., int]

DAYS = Days.parse("2024-03-01", "2024-03-02")


@pytest.fixture
def validated(warehouse: Warehouse) -> Days:
    """Two days of two stations, 96 rows, up to where dbt begins."""
    raw_weather_data(DAYS, warehouse, Generated(2))
    cleaned_weather_data(DAYS, warehouse)
    validated_readings(DAYS, warehouse)
    return DAYS
