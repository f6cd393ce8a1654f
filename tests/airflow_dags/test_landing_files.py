"""What was read of a landing folder, and what was passed over, stands in the task's log."""

from pathlib import Path

import pytest

CASES = Path(__file__).parents[1] / "shared_etl" / "cases"


@pytest.mark.usefixtures("connection")
def test_the_landing_step_tells_what_it_read(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Files with their rows, hidden ones with the reason, and a warning for a day of which there is no row."""
    from airflow_dags.steps import raw_weather_data

    caplog.set_level("INFO")
    monkeypatch.setenv("WEATHER_SOURCE", f"files:{CASES / 'dot-file'}")
    raw_weather_data.function("2013-06-01")
    assert "2013-06-01: 1 row of 2013-06-01.csv; passed over: .2013-06-01.csv (hidden, or a lock)" in caplog.text
    raw_weather_data.function("2013-06-03")
    [warned] = [one for one in caplog.records if "the source has no row of 2013-06-03" in one.getMessage()]
    assert warned.levelname == "WARNING"
