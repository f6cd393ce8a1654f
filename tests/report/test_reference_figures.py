"""The committed results give the figures that they have always given."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from records.plan import PLAN
from report.data.read import read_results
from report.data.summary import summarize
from report.readme import REFERENCE

FIGURES = Path(__file__).with_name("figures")
"""What `bench summary --format json` printed of each folder, a record a line."""
CHANGED: list[tuple[str, str, str, str]] = []
"""Folder, scenario, case, contender: what is told otherwise now, with the reason beside it."""


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in REFERENCE.glob(f"*/{PLAN}")), ids=lambda path: path.name
)
def test_every_figure_is_the_recorded_one_to_the_last_digit(folder: Path) -> None:
    """Medians, intervals, ratios and counts; whatever is done to the code, they are the results' own."""
    recorded = gzip.decompress((FIGURES / f"{folder.name}.jsonl.gz").read_bytes()).decode().splitlines()
    now = [json.loads(record.model_dump_json()) for record in summarize(read_results(folder))]
    then = [json.loads(line) for line in recorded]
    assert len(now) == len(then)
    for one, other in zip(now, then, strict=True):
        if not _changed(folder, other):
            assert one == other


def _changed(folder: Path, record: dict[str, Any]) -> bool:
    return (folder.name, record["scenario"], record["case"], record["contender"]) in CHANGED
