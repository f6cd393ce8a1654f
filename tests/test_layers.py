"""Imports go one way: core, wrappers, harness, records, report; a registry finds what registers itself."""

import subprocess
import sys
from pathlib import Path

import grimp
import pytest

PROJECT = Path(__file__).parents[1]


def test_imports_go_one_way() -> None:
    """No part of the project imports one that stands above it, nor an orchestrator that is not its own."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert ", 0 broken" in done.stdout


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("benchmarks", "report", "records", exclude_type_checking_imports=True, cache_dir=None)


@pytest.mark.parametrize("room", ["benchmarks.stacks", "benchmarks.scenarios", "report.chapters"])
def test_a_stack_family_or_chapter_is_reached_by_its_registry_alone(graph: grimp.ImportGraph, room: str) -> None:
    """No module outside such a folder imports one inside; the registry finds the folder."""
    folders = [child for child in graph.find_children(room) if graph.find_children(child)]
    own = {"benchmarks.stacks": "spec", "benchmarks.scenarios": "family", "report.chapters": "chapter"}[room]
    registered = [folder for folder in folders if f"{folder}.{own}" in graph.modules]
    assert len(registered) > 1
    for folder in registered:
        inside = {folder, *graph.find_descendants(folder)}
        reached = {(by, module) for module in inside for by in graph.find_modules_that_directly_import(module)}
        assert {(by, module) for by, module in reached if by not in inside} == set()
