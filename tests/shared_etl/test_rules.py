"""The rules against an oracle: every row by itself, in exact decimal arithmetic, from the design's words."""

import math
import re
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_etl import rules
from shared_etl.readings import MEASURES, RAW_COLUMNS, READING_COLUMNS, REJECTED_COLUMNS

Row = dict[str, str]
Outcome = tuple[str, dict[str, float | None] | None]

_LIMITS = {
    "temp": ("-90", "60"),
    "humid": ("0", "100"),
    "wind_dir": ("0", "360"),
    "wind_speed": ("0", "115"),
    "wind_gust": ("0", "140"),
    "precip": ("0", "500"),
    "pressure": ("870", "1085"),
    "visib": ("0", "Infinity"),
}
_NO_NUMBERS = [
    "nan",
    "NaN",
    "inf",
    "-Infinity",
    "1e400",
    "abc",
    "1,5",
    "1 2",
    " 12",
    "12 ",
    "0x10",
    "1_0",
    "--1",
    ".",
    "１",
]
_NO_TIMES = ["", "NA", "2013", "now", "2013-02-30", "2013-01-01T25:00:00Z", "yesterday", "2013-W01-1", "10000-01-01"]


def in_si(measure: str, value: Decimal) -> Decimal:
    """One value in its SI unit, exactly."""
    match measure:
        case "temp" | "dewp":
            return (value - 32) * 5 / 9
        case "wind_speed" | "wind_gust":
            return value * Decimal("0.44704")
        case "precip":
            return value * Decimal("25.4")
        case "visib":
            return value * Decimal("1.609344")
    return value


def oracle(row: Row) -> Outcome:
    """What has to become of one row: ('', its measures) or (its reason, nothing)."""
    if row["origin"] in ("", "NA"):
        return "unparsable:origin", None
    if row["time_hour"] in _NO_TIMES:
        return "unparsable:time_hour", None
    values: dict[str, Decimal | None] = {}
    for measure in MEASURES:
        text = row[measure]
        if text in ("", "NA"):
            values[measure] = None
        elif not re.fullmatch(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?", text) or math.isinf(float(text)):
            return f"unparsable:{measure}", None
        else:
            values[measure] = in_si(measure, Decimal(text))
    if values["temp"] is None:
        return "missing:temp", None
    for measure, (lowest, highest) in _LIMITS.items():
        value = values[measure]
        if value is not None and not Decimal(lowest) <= value <= Decimal(highest):
            return f"range:{measure}", None
    return "", {MEASURES[measure]: None if value is None else float(value) for measure, value in values.items()}


def frame(rows: list[Row]) -> pd.DataFrame:
    """The rows as the warehouse gives them: texts; the line tells them apart."""
    where = {"partition_date": "2013-01-01", "source_file": "a.csv"}
    full = [where | {"line": str(number)} | row for number, row in enumerate(rows, start=2)]
    return pd.DataFrame(full, columns=list(RAW_COLUMNS), dtype="str")


def outcomes(raw: pd.DataFrame) -> dict[str, Outcome]:
    """What the rules make of every line; conserving rows, or failing."""
    cleaned, unparsable = rules.clean(raw)
    validated, impossible = rules.validate(cleaned)
    assert len(cleaned) + len(unparsable) == len(raw)
    assert len(validated) + len(impossible) == len(cleaned)
    assert list(cleaned) == list(validated) == list(READING_COLUMNS)
    assert list(unparsable) == list(impossible) == list(REJECTED_COLUMNS)
    found: dict[str, Outcome] = {}
    for rejected in (unparsable, impossible):
        found |= {line: (reason, None) for line, reason in zip(rejected["line"], rejected["reason"], strict=True)}
    for reading in validated.to_dict("records"):
        values = {column: None if math.isnan(reading[column]) else reading[column] for column in MEASURES.values()}
        found[reading["line"]] = ("", values)
    assert len(found) == len(raw)
    return found


def rounded(outcome: Outcome) -> Outcome:
    """The outcome but for the last bits of the conversion."""
    reason, values = outcome
    return reason, values and {key: None if value is None else round(value, 9) + 0 for key, value in values.items()}


_numbers = st.decimals(-200, 1200, places=3).map(str) | st.sampled_from(
    ["-130", "140", "0", "-0", "100", "360", "+7", ".5", "5.", "1e2"]
)
_fields = st.one_of(_numbers, _numbers, _numbers, st.sampled_from(["", "NA"]), st.sampled_from(_NO_NUMBERS))
_plausible = st.decimals(0, 100, places=2).map(str)
_rows = st.fixed_dictionaries(
    {
        "origin": st.sampled_from(["EWR", "JFK", "XYZ", "EWR", "", "NA"]),
        **{measure: st.one_of(_plausible, _plausible, _plausible, _fields) for measure in MEASURES},
        "pressure": st.one_of(st.just("1000"), st.just("870"), st.just("1085"), _fields),
        "time_hour": st.one_of(st.just("2013-01-01T06:00:00Z"), st.just("2013-01-01"), st.sampled_from(_NO_TIMES)),
    }
)


@given(st.lists(_rows, max_size=12))
def test_every_row_fares_as_the_design_says(rows: list[Row]) -> None:
    """Each row passes with its measures in SI, or is rejected for exactly the documented reason."""
    found = {line: rounded(outcome) for line, outcome in outcomes(frame(rows)).items()}
    assert found == {str(line): rounded(oracle(row)) for line, row in enumerate(rows, start=2)}


@given(st.lists(_rows, min_size=1, max_size=12), st.data())
def test_order_and_chunks_change_nothing(rows: list[Row], data: st.DataObject) -> None:
    """Rows in another order, and in two chunks, fare the same."""
    raw = frame(rows)
    order = data.draw(st.permutations(range(len(rows))))
    cut = data.draw(st.integers(0, len(rows)))
    shuffled = raw.iloc[order]
    assert outcomes(shuffled.iloc[:cut]) | outcomes(shuffled.iloc[cut:]) == outcomes(raw)


@pytest.mark.parametrize("measure", _LIMITS)
def test_the_bounds_are_inclusive_in_si(measure: str) -> None:
    """A value on either bound passes; the next float beyond it is rejected for its range."""
    lowest, highest = map(float, _LIMITS[measure])
    values = [
        lowest,
        highest if highest < math.inf else 1e300,
        math.nextafter(lowest, -math.inf),
        math.nextafter(highest, math.inf),
    ]
    good = dict.fromkeys(MEASURES.values(), 10.0) | {"pressure_hpa": 1000.0}
    where = {"partition_date": "2013-01-01", "source_file": "a.csv", "station": "EWR", "observed_at": "2013-01-01"}
    rows = [where | good | {"line": str(line), MEASURES[measure]: value} for line, value in enumerate(values)]
    validated, rejected = rules.validate(pd.DataFrame(rows, columns=list(READING_COLUMNS)))
    assert list(validated["line"]) == ["0", "1"] + (["3"] if measure == "visib" else [])
    assert set(rejected["reason"]) == {f"range:{measure}"}


@given(st.floats(allow_nan=False, allow_infinity=False, width=64))
def test_a_number_is_read_to_the_nearest_float(value: float) -> None:
    """A field of a measure that needs no conversion comes out as the very float that Python reads."""
    cleaned, rejected = rules.clean(frame([_good(humid=repr(value))]))
    assert rejected.empty
    assert cleaned["humidity_pct"].tolist() == [value]


@pytest.mark.parametrize("measure", [measure for measure in MEASURES if measure != "temp"])
@pytest.mark.parametrize("missing", ["", "NA"])
def test_a_missing_measure_passes(measure: str, missing: str) -> None:
    """No value is no defect, temperature apart."""
    assert outcomes(frame([_good(**{measure: missing})]))["2"][0] == ""
    assert outcomes(frame([_good(temp=missing)]))["2"][0] == "missing:temp"


@pytest.mark.parametrize("text", _NO_NUMBERS)
@pytest.mark.parametrize("measure", MEASURES)
def test_what_is_no_finite_number_is_unparsable(measure: str, text: str) -> None:
    """Neither missing nor a finite number: rejected, with the column's name."""
    assert outcomes(frame([_good(**{measure: text})])) == {"2": (f"unparsable:{measure}", None)}


def test_times_are_utc() -> None:
    """An offset is taken into account, and a text without one is UTC."""
    texts = ["2013-01-01T06:00:00+05:00", "2013-01-01T06:00:00Z", "2013-01-01 06:00", "2013-01-01"]
    cleaned, _ = rules.clean(frame([_good(time_hour=text) for text in texts]))
    assert [time.strftime("%dT%H") for time in cleaned["observed_at"]] == ["01T01", "01T06", "01T06", "01T00"]


def _good(**changes: str) -> Row:
    return {"origin": "EWR", **dict.fromkeys(MEASURES, "10"), "pressure": "1000", "time_hour": "2013-01-01"} | changes
