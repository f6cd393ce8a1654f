"""What a day leaves behind, and what the whole takes."""

from records.measurement import Metadata
from report.chapters.backfill.metadata_growth import PROCESSES_SEEN, RECORDED, blocks

from .made import Made, a_case, results_of, sentences, tables

STACKS = {"airflow:tuned": Metadata(rows=490, bytes=420_000), "dagster:tuned": Metadata(rows=770, bytes=1_050_000)}
MADE = [
    Made("backfill", a_case(), "bare", [4.0], warm_ups=[100, 120]),
    *(Made("backfill", a_case(), name, [10.0], metadata=grown, warm_ups=[500]) for name, grown in STACKS.items()),
]


def test_growth_is_per_day_and_memory_is_that_of_the_warm_ups() -> None:
    """7 days; bare keeps no records."""
    found = blocks(results_of(*MADE))
    assert tables(found)[0].rows == [
        ["bare", "–", "–", "14", "110"],
        ["airflow:tuned", "70.0", "60.0", "14", "500"],
        ["dagster:tuned", "110", "150", "14", "500"],
    ]
    assert sentences(found) == [
        "A day of the backfill adds 60.0 kB to the metadata database with Airflow (tuned), the least, and 150 kB with "
        "Dagster (tuned), the most.",
        f"{RECORDED} {PROCESSES_SEEN}",
    ]


def test_a_contender_with_no_number_is_left_out() -> None:
    failed = Made("backfill", a_case(), "bare", [1.0], changes={"outcome": "failed", "reason": "crashed"})
    assert blocks(results_of(failed)) == []
