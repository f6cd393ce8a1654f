"""What a day leaves behind, and what it takes."""

from report.findings.footprint import blocks
from report.result_format import Metadata

from .made import Made, a_case, results_of, sentences, tables


def test_growth_and_processes_are_a_day() -> None:
    """7 days; bare keeps no records."""
    stacks = {"airflow:tuned": Metadata(rows=490, bytes=420_000), "dagster:tuned": Metadata(rows=770, bytes=1_050_000)}
    made = [Made("backfill", a_case(), name, [10.0], metadata=grown) for name, grown in stacks.items()]
    found = blocks(results_of(Made("backfill", a_case(), "bare", [4.0]), *made))
    assert tables(found)[0].rows == [
        ["bare", "–", "–", "14", "2.00", "500"],
        ["airflow:tuned", "70.0", "60.0", "14", "2.00", "500"],
        ["dagster:tuned", "110", "150", "14", "2.00", "500"],
    ]
    assert sentences(found) == [
        "A day of the backfill leaves 60.0 kB in the metadata database of Airflow (tuned) and 150 kB in that of "
        "Dagster (tuned), the least and the most."
    ]


def test_a_contender_with_no_number_is_left_out() -> None:
    failed = Made("backfill", a_case(), "bare", [1.0], changes={"outcome": "failed", "reason": "crashed"})
    assert blocks(results_of(failed)) == []
