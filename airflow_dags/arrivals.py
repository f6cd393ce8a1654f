"""The trigger that watches a landing folder, in the triggerer."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from airflow.triggers.base import BaseEventTrigger, TriggerEvent

from shared_etl.arrivals import Arrival, arrivals

_TOLD = "told"
"""Under which key the watched asset's state keeps what was told of: file -> when it was written."""
_ASKED = "asked"
"""Under which key it keeps which run asked last, and from when until when the arrivals had been told of."""


class ArrivalTrigger(BaseEventTrigger):
    """Tells of each file that lands in a folder, and of each that is written again; looks every poke_interval seconds.

    What it has told of is kept with the asset, so a triggerer that is started again does not begin at the beginning.
    One that dies between telling and keeping tells twice; the arrival has one run all the same.
    """

    def __init__(self, folder: str, poke_interval: float = 30) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.folder = folder
        self.poke_interval = poke_interval

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """What the triggerer makes it from."""
        return "airflow_dags.arrivals.ArrivalTrigger", {"folder": self.folder, "poke_interval": self.poke_interval}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """An event an arrival, without end."""
        while True:
            async for event in self.look():
                yield event
            await asyncio.sleep(self.poke_interval)

    async def look(self) -> AsyncIterator[TriggerEvent]:
        """Look once: an event for each arrival that was not told of."""
        assert self.asset_state_store is not None  # the triggerer sees to it
        told: Any = await self.asset_state_store.aget(_TOLD, {})
        for arrival in await asyncio.to_thread(arrivals, Path(self.folder)):
            written_at = arrival.written_at.isoformat()
            if told.get(arrival.file) != written_at:
                yield TriggerEvent(logical_date(arrival).isoformat())
                told = {**told, arrival.file: written_at}
                await self.asset_state_store.aset(_TOLD, told)


def since_last_time(events: Any, state: Any, run_id: str) -> list[str]:
    """What was told of each arrival since the run before, by the events and the state of the watched asset.

    A run is not given events that come while it is being made, nor do these start another. The last one of the time
    before is told of again: it has its run already. A task that is tried again, or cleared, begins where it began.
    """
    asked = state.get(_ASKED, {})
    since = asked.get("since" if asked.get("run_id") == run_id else "until")
    told = list(events.after(since))
    if told:
        state.set(_ASKED, {"run_id": run_id, "since": since, "until": told[-1].timestamp.isoformat()})
    return [event.extra["payload"] for event in told]


def logical_date(arrival: Arrival) -> datetime:
    """The logical date of the run that an arrival is for: within the day after the file's.

    A run by hand takes the last day that had ended by its logical date. The time of day is the writing's, so that each
    arrival has a run of its own beside the scheduled ones, and an arrival that is told of twice still has one.
    """
    return datetime.combine(arrival.day + timedelta(days=1), arrival.written_at.timetz())
