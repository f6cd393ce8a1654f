"""Results of stacks that were up already: what is known of them is shown, what is not is absent, never guessed."""

from dataclasses import replace
from pathlib import Path

import pytest

from records.footprint import FOOTPRINT, Footprint, Image, Service
from records.measurement import Clocks, Resources
from report.chapters.backfill.containers import blocks
from report.chapters.contents import chapters
from report.data.folders import read_evidence
from report.data.read import read_results, validate_file
from report.errors import ResultError
from report.page.document import Picture, Section
from report.report import write_report

from .conftest import Build
from .made import sentences, tables

WALLS = {"airflow:compose": [30.0, 31.0, 32.0], "dagster:compose": [50.0, 61.0, 45.0]}
CLOCKS = Clocks(data_ready_s=None, control_plane_done_s=None, settled_s=0, bring_up_s=None)
FOUND = Footprint(
    schema_version=1,
    images=[
        Image(name="weather/airflow", base="python:3.11-slim", size_bytes=914_000_000, build_s=64.2),
        Image(name="postgres:16", size_bytes=432_000_000),
    ],
    services=[
        Service(name="airflow-scheduler", image="weather/airflow", idle_bytes=310_000_000, limit_bytes=3_221_225_472),
        Service(name="airflow-api-server", image="weather/airflow", idle_bytes=190_000_000, limit_bytes=1_073_741_824),
        Service(name="postgres", image="postgres:16", idle_bytes=90_000_000, limit_bytes=None),
    ],
)


def untold(stack: str, **more: object) -> dict[str, object]:
    """What a measurement of somebody else's stack lacks."""
    used: dict[str, object] = {"cpu_s": None, "cpu_s_by_role": {}, "harness_cpu_s": 0.2, "elsewhere_cpu_s": None}
    return {
        "clocks": CLOCKS.model_copy(update={"control_plane_done_s": 40.0}),
        "resources": Resources.model_validate(used | more),
        "metadata": None,
        "versions": {stack: "3.0.0"},
    }


@pytest.fixture
def composed(build: Build) -> Path:
    """A results folder of the target compose, with memory of a warm-up."""
    peaks = {"airflow-scheduler": 820_000_000, "postgres": 120_000_000}
    changes = {
        contender: {"resources": untold("airflow", cpu_s=33.0, peak_bytes_by_container=peaks)["resources"]}
        for contender in WALLS
    }
    folder = build(WALLS, changes, warm_ups={"airflow:compose": [33.0]}, name="composed", target="compose")
    (folder / FOOTPRINT).write_text(FOUND.model_dump_json())
    return folder


def titles(sections: list[Section]) -> list[str]:
    return [section.title for section in sections]


def pictures(chapter: Section) -> list[str]:
    parts = [chapter, *chapter.evidence]
    return [block.name for part in parts for block in part.blocks if isinstance(block, Picture)]


def test_services_and_images_are_told(composed: Path) -> None:
    """Megabytes when idle, at their peak and at most; a service without a peak or a limit has none."""
    found = blocks(read_results(composed))
    memory, images = tables(found)
    assert memory.rows == [
        ["airflow-scheduler", "310", "820", "3,221"],
        ["airflow-api-server", "190", "–", "1,074"],
        ["postgres", "90", "120", "–"],
    ]
    assert images.rows == [["weather/airflow", "python:3.11-slim", "914", "64.2"], ["postgres:16", "–", "432", "–"]]
    assert sentences(found)[0] == "Idle, without PostgreSQL: Airflow's 2 services hold 500 MB."


def test_a_base_image_that_a_stand_in_stands_for_is_told(composed: Path) -> None:
    """Its size is not the official one's."""
    assert not any("standin" in said for said in sentences(blocks(read_results(composed))))
    (composed / FOOTPRINT).write_text(FOUND.model_dump_json().replace("python:3.11-slim", "standin/python:3.11"))
    assert "Images named standin" in sentences(blocks(read_results(composed)))[-1]


def test_fairness_and_limits_are_those_of_where_the_stacks_were(build: Build, composed: Path) -> None:
    """What holds where the harness starts them is not said of others."""
    own, theirs = (str(chapters(read_evidence([folder]), folder)[-1]) for folder in (build(), composed))
    for said in ("Only the measured stack's services run", "Workers on the same machine"):
        assert said in own
        assert said not in theirs
    assert "All stacks stay up" in theirs


def test_stacks_that_the_harness_starts_have_no_containers(build: Build) -> None:
    assert blocks(read_results(build())) == []


def test_alone_they_get_a_verdict(composed: Path) -> None:
    """Each speaks for its orchestrator: there is no other."""
    found = chapters(read_evidence([composed]), composed)
    assert titles(found)[:2] == ["Verdict", "Backfill on Docker Compose"]
    assert "airflow:compose" in str(found[0]) or "Airflow (compose)" in str(found[0])


def test_beside_the_harness_own_they_are_a_chapter_with_pictures_of_its_own(build: Build, composed: Path) -> None:
    """The verdict stays with those that were measured alone on the machine; who chooses can choose them as well."""
    found = chapters(read_evidence([build(), composed]), composed)
    assert titles(found)[:3] == ["Verdict", "Backfill", "Backfill on Docker Compose"]
    chosen = [section for section in found[0].sections if section.title != "Choose and compare"]
    assert "(compose)" not in str(replace(found[0], sections=chosen))
    assert not set(pictures(found[1])) & set(pictures(found[2]))
    assert {"compose-backfill-time", "compose-backfill-timeline"} <= set(pictures(found[2]))
    assert all(name.startswith("compose-") for name in pictures(found[2]))


def test_two_folders_of_such_stacks_are_refused(build: Build, composed: Path) -> None:
    """No figure is made of two runs."""
    with pytest.raises(ResultError, match="holds backfills-compose and so does "):
        read_evidence([composed, build(WALLS, name="again", target="compose")])


def test_stacks_that_were_up_elsewhere_are_a_chapter_too(build: Build, composed: Path) -> None:
    """In the order of the chapters, whatever the order in which folders were named."""
    walls = {"airflow:attached": [40.0, 40.0], "dagster:attached": [40.0, 40.0]}
    attached = build(walls, name="attached", target="attached")
    found = chapters(read_evidence([attached, composed]), attached)
    assert titles(found)[1:3] == ["Backfill on Docker Compose", "Backfill of running deployments"]


def test_a_report_is_written_though_nothing_is_known_but_times(build: Build) -> None:
    """Attached: no CPU time, no memory, no processes, no bring-up."""
    walls = {"airflow:attached": [40.0, 40.0], "dagster:attached": [40.0, 40.0]}
    folder = build(walls, {c: untold(c.partition(":")[0]) for c in walls}, name="attached", target="attached")
    write_report(folder)
    text = (folder / "report.md").read_text()
    assert "Backfill of running deployments" in text
    assert "| airflow:attached |" in text


def test_a_footprint_of_another_schema_is_told(composed: Path) -> None:
    (composed / FOOTPRINT).write_text(FOUND.model_dump_json().replace('"schema_version":1', '"schema_version":9'))
    (problem,) = validate_file(composed / FOOTPRINT)
    assert problem.startswith("footprint.json: schema version 9")
    with pytest.raises(ResultError, match=r"footprint\.json"):
        read_results(composed)
