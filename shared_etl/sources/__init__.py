"""Where readings come from: one small interface, four sources."""

from collections.abc import Iterator
from typing import Protocol

import pandas as pd

from shared_etl.arrivals import landing_folder
from shared_etl.days import Days
from shared_etl.errors import InputError


class Source(Protocol):
    """Anything that can tell the readings of some days."""

    def read(self, days: Days) -> Iterator[pd.DataFrame]:
        """The readings of the days as frames of RAW_COLUMNS, texts as written, in bounded pieces.

        Raises InputError where the source cannot be read whole, SourceUnavailableError where it may be later.
        """
        ...


def source_from(text: str) -> Source:
    """The source that a text names: packaged, files:PATH, generated:STATIONS or open-meteo.

    Raises InputError for any other text.
    """
    # Each source is imported when it is asked for: a step pays for the one that it reads.
    kind, _, detail = text.partition(":")
    match kind:
        case "packaged" if not detail:
            from shared_etl.sources.files import packaged

            return packaged()
        case "files" if folder := landing_folder(text):
            from shared_etl.sources.files import Files

            return Files(folder)
        case "generated" if detail.isascii() and detail.isdigit() and int(detail[:9]) > 0 and len(detail) <= 7:
            from shared_etl.sources.generated import Generated

            return Generated(int(detail))
        case "open-meteo" if not detail:
            from shared_etl.sources.open_meteo import OpenMeteo

            return OpenMeteo()
    raise InputError(
        f"source {_short(text)!r} is not known; take packaged, files:PATH, generated:STATIONS (a whole number, 1 to "
        "9999999) or open-meteo"
    )


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:80]}…"
