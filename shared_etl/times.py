"""The time of a reading, from the text that its source wrote."""

import pandas as pd

_DATE_FIRST = r"\d{4}-?\d{2}-?\d{2}"


def observed_at(time_hour: pd.Series) -> pd.Series:
    """UTC times from ISO 8601 texts, NaT where a text is not one; a text with no offset is UTC.

    A text must begin with a whole date: pandas alone also takes '2013', 'now' and 'today'.
    """
    dated = time_hour.where(time_hour.str.match(_DATE_FIRST))
    times = pd.to_datetime(dated, format="ISO8601", utc=True, errors="coerce").astype("datetime64[us, UTC]")
    return times.where(times.dt.year.between(1, 9999))
