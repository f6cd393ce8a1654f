"""The chapter on where CPU time goes."""

from pathlib import Path

from records.names import CALL_STACKS, PROFILED
from report.chapters.profiled.chapter import CHAPTER
from report.data.folders import Evidence

from .made import Made, a_case, results_of, sentences, tables


def test_cpu_time_is_told_a_day_by_what_it_was_used_for() -> None:
    """The costliest first; what is less than half a second a day everywhere counts with the rest."""
    stock = {"imports": 12.0, "connections": 0.9, "the rest": 3.0}
    tuned = {"imports": 1.5, "step work": 6.0, "the rest": 1.5}
    found = results_of(
        Made(
            CALL_STACKS,
            a_case(3),
            "airflow:stock",
            [9.0],
            resources={"cpu_s_by_role": {"task runs": 15.9, "postgresql": 3.0}},
            changes={"cpu_s_by_doing": stock},
        ),
        Made(CALL_STACKS, a_case(3), "airflow:tuned", [9.0], changes={"cpu_s_by_doing": tuned}),
    )
    (chapter,) = CHAPTER.write(Evidence({PROFILED: found}), Path())
    (table,) = tables(chapter.blocks)
    assert table.columns == ["Contender", "All", "imports", "step work", "postgresql", "the rest"]
    assert table.rows == [
        ["airflow:stock", "6.30", "4.00", "–", "1.00", "1.30"],
        ["airflow:tuned", "3.00", "0.50", "2.00", "–", "0.50"],
    ]
    lead = "What takes most of a day's CPU time: Airflow (stock) imports (4.00 s of 6.30); "
    assert f"{lead}Airflow (tuned) step work (2.00 s of 3.00)." in sentences(chapter.blocks)
