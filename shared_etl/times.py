"""The time of a reading, from the text that its source wrote."""

import pandas as pd

_DATE_FIRST = r"\d{4}-?\d{2}-?\d{2}(?:.*\S)?$"
_NANOSECONDS = r"([.,]\d{6})\d+"


def observed_at(time_hour: pd.Series) -> pd.Series:
    """UTC times from ISO 8601 texts, NaT where a text is not one; a text with no offset is UTC.

    A text must begin with a whole date (pandas alone also takes '2013', 'now' and 'today'), and end in no blank. What
    is finer than a microsecond is left away, so that each row is read by itself: for a single one with nanoseconds
    pandas would count all in them, and find none before 1677 or after 2262.
    """
    dated = time_hour.where(time_hour.str.match(_DATE_FIRST))
    dated = dated.str.replace(_NANOSECONDS, r"\1", n=1, regex=True)
    times = pd.to_datetime(dated, format="ISO8601", utc=True, errors="coerce").astype("datetime64[us, UTC]")
    return times.where(times.dt.year.between(1, 9999))
