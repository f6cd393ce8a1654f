"""A rule by itself: no orchestrator, no database."""

import pandas as pd

from shared_etl import rules
from shared_etl.readings import READING_COLUMNS


def test_a_reading_that_cannot_be_true_is_turned_away() -> None:
    """A humidity above 100 % is rejected with its reason; the reading beside it stays."""
    at = pd.Timestamp("2013-02-12T03:00Z")
    readings = pd.DataFrame(
        [
            ("2013-02-12", "a.csv", line, "JFK", at, 10, 5, humidity, 180, 4, 8, 0, 1013, 16)
            for line, humidity in ((2, 60), (3, 101))
        ],
        columns=list(READING_COLUMNS),
    )
    validated, rejected = rules.validate(readings)
    assert list(validated["line"]) == [2]
    assert list(zip(rejected["line"], rejected["reason"], strict=True)) == [(3, "range:humid")]
