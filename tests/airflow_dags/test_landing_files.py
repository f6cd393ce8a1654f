"""What was read of a landing folder, and what was passed over, stands in the task's log."""

from pathlib import Path

import pytest

CASES = Path(__file__).parents[1] / "shared_etl" / "cases"


@pytest.mark.usefixtures("connection")
def test_the_landing_step_tells_what_it_read(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Files with their rows, hidden ones with the reason, and a warning for a day of which there is no row."""
    from airflow_dags.steps import raw_weather_data

    def told(day: str) -> str:
        # Airflow's logging prints; where another test has set it up before, pytest keeps what it says.
        caplog.clear()
        with caplog.at_level("INFO"):
            list(raw_weather_data.function(day))
        return capfd.readouterr().out + caplog.text

    monkeypatch.setenv("WEATHER_SOURCE", f"files:{CASES / 'dot-file'}")
    read = "2013-06-01: 1 row of 2013-06-01.csv; passed over: .2013-06-01.csv (hidden, or a lock)"
    assert read in told("2013-06-01")
    warned = [line for line in told("2013-06-03").splitlines() if "the source has no row of 2013-06-03" in line]
    assert warned
    assert all("warning" in line.lower() for line in warned)
