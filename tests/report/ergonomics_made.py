"""A made-up folder of `bench ergonomics`."""

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from records.ergonomics import ABOUT, About, Caught, Change, Facts, Size, Sizes, Stage, Step
from records.measurement import Machine
from report.data.changes import method_changes

from .described import stack

TOOLS = ("airflow", "dagster")
MACHINE = Machine(name="m", cpu="c", cores=2, memory_bytes=8_000_000_000, system="s", python="3.11")
BEFORE: tuple[Stage, ...] = ("load", "validate", "unit", "integration", "run")

NEWEST = datetime.combine(max(one.on for one in method_changes()), time.min, UTC)
"""What is measured from then on is of today's method."""


def caught(mistake: str, tool: str, stage: Stage, **more: Any) -> Caught:
    """A mistake that was followed, each stage for ten seconds."""
    gone = () if stage == "absent" else BEFORE if stage == "never" else BEFORE[: BEFORE.index(stage) + 1]
    values: dict[str, Any] = {
        "mistake": mistake,
        "about": f"About {mistake}.",
        "kind": "name",
        "tool": tool,
        "intention": "graph",
        "stage": stage,
        "steps": [Step(stage=one, seconds=10, caught=one == stage) for one in gone],
        "by": ["test_airflow_graph::test_it"] if stage == "unit" else [],
        "named_test_failed": stage == "unit",
        "output_lines": 30,
        "cause_from_end": 4,
        "message": "why",
        "tables_right": None,
    }
    return Caught(**(values | more))


def facts(tool: str, intention: str, **more: Any) -> Facts:
    """What an intention's tests are like."""
    values: dict[str, Any] = {
        "intention": intention,
        "about": "the graph",
        "tool": tool,
        "test_count": 1,
        "sizes": Sizes(
            tests=Size(lines=10, statements=5), set_up=Size(lines=20, statements=9), prerequisites=["dbt's manifest"]
        ),
        "import_s": 1.5,
        "peak_pss_bytes": 100_000_000,
        "together": True,
        "written_outside": [],
    }
    return Facts(**(values | more))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four mistakes, two intentions in five rounds, one change request: Airflow's tests take twice as long."""
    about = About(
        schema_version=3,
        created_at=NEWEST,
        command="uv run bench ergonomics",
        commit="abc",
        seed=1,
        rounds=5,
        tools=[stack(tool) for tool in TOOLS],
        reference="dagster",
        machine=MACHINE,
        versions={"airflow": {"pandas": "3"}, "dagster": {"pandas": "3"}},
    )
    out = tmp_path / "out"
    for name in ("mistakes", "intentions"):
        (out / name).mkdir(parents=True)
    (out / ABOUT).write_text(about.model_dump_json())
    stages: dict[str, tuple[Stage, Stage]] = {
        "both": ("load", "load"),
        "earlier": ("unit", "load"),
        "late": ("never", "run"),
        "one": ("absent", "unit"),
    }
    for name, both in stages.items():
        for tool, stage in zip(TOOLS, both, strict=True):
            made = caught(name, tool, stage, tables_right=False if stage == "never" else None)
            (out / "mistakes" / f"{name}-{tool}.json").write_text(made.model_dump_json())
    for intention in ("graph", "whole_day"):
        for tool, base in (("airflow", 8.0), ("dagster", 4.0)):
            made_facts = facts(tool, intention)
            (out / "intentions" / f"{intention}-{tool}.json").write_text(made_facts.model_dump_json())
            for number in range(1, 6):
                timed = [
                    {"name": "test_cold", "stats": {"data": [base + number / 100]}},
                    {"name": "test_warm", "stats": {"data": [base / 4]}},
                ]
                path = out / "intentions" / f"{intention}-{tool}-round{number}.json"
                path.write_text(json.dumps({"benchmarks": timed}))
    changed = [
        Change(
            change="a-column",
            about="A column.",
            tool=tool,
            patch=f"benchmarks/ergonomics/changes/a-column/{tool}.patch",
            files=3,
            lines_added=9,
            lines_removed=2,
            wrapper_files=0,
            test_files=1,
            tests_changed=1,
            tests_added=0,
        ).model_dump(mode="json")
        for tool in TOOLS
    ]
    (out / "changes.json").write_text(json.dumps(changed))
    return out
