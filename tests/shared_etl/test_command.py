"""`python -m shared_etl`: what a person can mend is one sentence."""

import httpx
import pytest

from shared_etl import __main__ as command
from shared_etl.errors import InputError
from shared_etl.sources import source_from
from shared_etl.sources.open_meteo import OpenMeteo

from .test_sources import rows


def test_a_warehouse_that_cannot_be_reached_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the variables that name it, and no traceback."""
    monkeypatch.setenv("WAREHOUSE_HOST", "/nowhere")
    monkeypatch.setattr("sys.argv", ["shared_etl", "deploy"])
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert str(ended.value.code).startswith("error: the warehouse: ")
    assert str(ended.value.code).endswith("; WAREHOUSE_HOST, _PORT, _USER, _PASSWORD name it")


@pytest.mark.parametrize("text", ["generated:" + "9" * 5_000, "generated:10000000", "files:~nosuchuser/x"])
def test_a_source_that_cannot_be_is_refused(text: str) -> None:
    """More digits than a number may have, more stations than can be told apart, the home of nobody."""
    with pytest.raises(InputError, match=r"take packaged|there is no such user") as error:
        source_from(text)
    assert len(str(error.value)) < 300


@pytest.mark.parametrize("status", [200, 400])
def test_open_meteos_reason_is_told(status: int) -> None:
    """Where the archive refuses, with its own sentence."""
    answer = {"error": True, "reason": "Parameter 'start_date' is out of allowed range"}
    source = OpenMeteo(transport=httpx.MockTransport(lambda _: httpx.Response(status, json=answer)), retry_wait_s=0)
    with pytest.raises(InputError, match="out of allowed range") as error:
        rows(source)
    assert "hourly" not in str(error.value)
    assert "{" not in str(error.value)
