"""What a reader can compare by choice."""

from pathlib import Path

import pytest

from report.chapters.verdict.explore import explorer
from report.data.folders import read_evidence
from report.data.metrics import WALL
from report.stats.comparison import Comparison

from .conftest import Build


def test_every_two_contenders_of_a_case_have_their_ratio(many: Path) -> None:
    """As the report compares them: ratio, interval and verdict, of each metric that both have."""
    evidence = read_evidence([many])
    found = explorer(evidence)
    results = evidence.runs("backfills")
    assert found
    assert results
    (part,) = found.parts
    assert part["cases"][0]["name"] == "/".join(results.main.key)
    wall = part["cases"][0]["metrics"][0]
    assert wall["name"] == WALL.name
    for pair, (ratio, low, high, verdict) in wall["pairs"].items():
        one, other = (results.one(results.main, name).values(WALL) for name in pair.split(" "))
        expected = Comparison(one, other)
        assert ratio == pytest.approx(expected.ratio, rel=1e-3)
        assert (low, high) == pytest.approx(expected.interval, rel=1e-3)
        assert verdict == expected.verdict


def test_where_nothing_can_be_compared_there_is_nothing_to_choose(build: Build) -> None:
    """One contender alone."""
    assert explorer(read_evidence([build({"bare": [4.0] * 5})])) is None
