"""Which folders a report is made of."""

from pathlib import Path

import pytest

from report.chapters.contents import chapters
from report.data.folders import read_evidence
from report.errors import ResultError

from .conftest import CASE, WALLS, Build, case, entries, measurement, write


def test_a_folder_of_two_families_is_two_parts(build: Build) -> None:
    """Each is the evidence of its chapter."""
    folder = build(entries=[*entries(WALLS), *entries(["bare"], "changed-code", case(7))], cases=[CASE, case(7)])
    write(folder, measurement("bare", 1, 9.0, scenario="changed-code", case=case(7)), 9.0)
    evidence = read_evidence([folder])
    assert list(evidence.parts) == ["backfills", "rerun"]
    for family in evidence.parts:
        results = evidence.runs(family)
        assert results
        assert results is evidence.of(family)
        assert results.families == [family]


def test_stacks_that_were_up_stand_in_where_no_others_were_measured(build: Build) -> None:
    """A verdict is on what there is, and on those that the harness started where there are both."""
    up, own = build(name="up", target="compose"), build(name="own")
    assert list(read_evidence([up]).parts) == ["backfills-compose"]
    for folders, taken in (([up], up), ([up, own], own)):
        results = read_evidence(folders).runs("backfills")
        assert results
        assert results.folder == taken
    assert read_evidence([up]).runs("rerun") is None


def test_each_reference_is_a_part_of_its_own(build: Build) -> None:
    """Whatever the order of the folders they are told in their own, each with its title, after a run like any."""
    folders = [build(name=profile, profile=profile) for profile in ("warm", "tuned", "quick")]
    evidence = read_evidence(folders)
    assert list(evidence.runs_of("backfills")) == ["backfills", "backfills-tuned", "backfills-warm"]
    told = [section.title for section in chapters(evidence, folders[0])]
    assert told[1:4] == ["Backfill", "Backfill: tuned, without a broker", "Backfill: warm workers"]


def test_a_folder_of_no_kind_is_named_with_what_it_lacks(tmp_path: Path) -> None:
    """Whatever else is in it."""
    (tmp_path / "notes.json").write_text("{}")
    with pytest.raises(ResultError, match=r"is no folder of results; it has none of ergonomics\.json, plan\.json$"):
        read_evidence([tmp_path])
    with pytest.raises(ResultError, match="no folder of results was named"):
        read_evidence([])
