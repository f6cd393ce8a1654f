"""What was read of a landing folder, and what was passed over, stands in the run's log."""

from collections.abc import Callable
from pathlib import Path

import dagster as dg
import pytest

CASES = Path(__file__).parents[1] / "shared_etl" / "cases"


def test_the_landing_step_tells_what_it_read(
    run: Callable[..., dg.ExecuteInProcessResult],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Files with their rows, hidden ones with the reason, and a warning for a day of which there is no row."""
    monkeypatch.setenv("WEATHER_SOURCE", f"files:{CASES / 'dot-file'}")
    assert run("2013-06-01", only=["raw_weather_data"]).success
    told = capfd.readouterr().err
    assert "2013-06-01: 1 row of 2013-06-01.csv; passed over: .2013-06-01.csv (hidden, or a lock)" in told
    assert run("2013-06-03", only=["raw_weather_data"]).success
    assert "WARNING" in (told := capfd.readouterr().err)
    assert "the source has no row of 2013-06-03" in told
