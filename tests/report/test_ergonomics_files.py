"""What a folder of `bench ergonomics` has to be to be read."""

import json
from pathlib import Path

import pytest

from records.ergonomics import ABOUT
from report.data.ergonomics import read_ergonomics
from report.errors import ResultError
from report.report import write_report

from .ergonomics_made import folder as folder  # noqa: PLC0414 (a fixture is found by its name here)


def test_a_file_that_cannot_be_read_is_named(folder: Path) -> None:
    """Nothing is written then."""
    (folder / "mistakes" / "both-airflow.json").write_text("{}")
    with pytest.raises(ResultError, match=r"both-airflow\.json: a required field is missing at \$\.mistake"):
        write_report(folder)
    assert not (folder / "report.md").exists()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("mistakes/both-airflow.json", r"both-airflow\.json: the tool 'prefect' is not described in ergonomics\.json"),
        ("intentions/graph-airflow.json", r"graph-airflow\.json: the tool 'prefect' is not described"),
        ("changes.json", r"changes\.json: the tool 'prefect' is not described"),
    ],
)
def test_a_tool_that_is_not_described_is_told_with_its_file(folder: Path, path: str, told: str) -> None:
    """And not only when its column is drawn."""
    file = folder / path
    file.write_text(
        file.read_text()
        .replace('"tool":"airflow"', '"tool":"prefect"')
        .replace('"tool": "airflow"', '"tool": "prefect"')
    )
    with pytest.raises(ResultError, match=told):
        read_ergonomics(folder)


def test_a_timing_of_no_tool_is_told_and_names_may_hold_hyphens(folder: Path) -> None:
    """Intention and tool are in the file's name: the tool is one that is described."""
    round_1 = folder / "intentions" / "graph-airflow-round1.json"
    round_1.with_name("two-words-airflow-round1.json").write_text(round_1.read_text())
    assert read_ergonomics(folder).seconds("test_cold", "two-words", "airflow") == [8.01]
    round_1.with_name("graph-prefect-round1.json").write_text(round_1.read_text())
    with pytest.raises(ResultError, match=r"graph-prefect-round1\.json: is of no tool that ergonomics\.json describes"):
        read_ergonomics(folder)


def test_another_version_is_refused_with_a_remedy(folder: Path) -> None:
    """As of any other result."""
    about = json.loads((folder / ABOUT).read_text()) | {"schema_version": 2}
    (folder / ABOUT).write_text(json.dumps(about))
    with pytest.raises(ResultError, match=r"schema version 2 at .* reads versions 1 and 3; use the version"):
        read_ergonomics(folder)
