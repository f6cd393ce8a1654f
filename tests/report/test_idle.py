"""The chapter on deployments that have nothing to do."""

from records.measurement import Idle, Metadata
from records.names import SCHEDULES_ON
from report.chapters.idle.chapter import form

from .made import Made, a_case, results_of, tables

CASE = a_case(1).model_copy(update={"name": "600-seconds-idle", "idle_s": 600})


def test_what_was_used_in_ten_minutes_is_told_for_an_hour() -> None:
    """Six times the CPU time, statements, transactions and bytes; memory and processes as they were."""
    idle = Idle(transactions=100, statements=250, pss_bytes_by_role={"scheduler": 300_000_000}, processes=5)
    found = results_of(
        Made(SCHEDULES_ON, CASE, "bare", [600.0], [0.5], resources={"cpu_s_by_role": {"postgresql": 0.5}}),
        Made(
            SCHEDULES_ON,
            CASE,
            "airflow:tuned",
            [600.0],
            [30.0],
            resources={"cpu_s_by_role": {"scheduler": 30.0}},
            metadata=Metadata(rows=1, bytes=8_000),
            changes={"idle": idle},
        ),
    )
    chapter = form("Idle", found)
    figures, (cpu, memory) = chapter.table, tables(chapter.evidence[1].blocks)
    assert figures
    assert figures.caption.startswith("10 minutes")
    assert figures.rows == [
        ["bare", "1", "3.00", "–", "–", "–", "–", "–"],
        ["airflow:tuned", "1", "180", "300", "5.00", "1,500", "600", "48.0"],
    ]
    assert dict(zip(cpu.columns, cpu.rows[1], strict=True))["scheduler"] == "180"
    assert memory.rows[1] == ["airflow:tuned", "300"]
    assert chapter.answer == "An idle hour takes 180 CPU s and 300 MB with Airflow (tuned)."
