"""What is said of the committed references: when each was measured, and what has changed since."""

from datetime import date
from pathlib import Path

import pytest

from records.names import REFERENCES
from report.data.changes import changed_since, method_changes
from report.references import committed, main
from report.text import plural

from .conftest import Build


def test_a_reference_is_as_old_as_the_changes_that_came_after_it(build: Build, tmp_path: Path) -> None:
    """Of the day of the newest change it is of today's method; each that is not there is said to be not measured."""
    build()
    found = {one.profile: one for one in committed(tmp_path)}
    measured = found.pop("quick")
    assert measured.on
    assert measured.state == f"older than its method: {plural(changed_since(measured.on), 'change')} since"
    assert set(found) == set(REFERENCES)
    assert {one.state for one in found.values()} == {"not measured"}


def test_a_change_of_a_day_is_not_newer_than_what_was_measured_on_it() -> None:
    """What is measured on the day of a change is measured after it."""
    newest = max(one.on for one in method_changes())
    assert changed_since(newest) == 0
    assert changed_since(date(2013, 1, 1)) == sum(not (one.in_report or one.figures_stay) for one in method_changes())


def test_those_that_are_committed_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """With their folders' names."""
    main()
    said = capsys.readouterr().out
    assert "2026-11-21-rerun" in said
    assert all(name in said for name in REFERENCES)
