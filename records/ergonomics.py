"""The files of an ergonomics folder: how it is to test and to change each wrapper."""

from datetime import datetime
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from records.measurement import Machine

SCHEMA_VERSION: Literal[1] = 1
ABOUT = "ergonomics.json"
"""The file that says what a folder holds."""

Tool = Literal["airflow", "dagster"]
TOOLS: tuple[Tool, ...] = get_args(Tool)
Stage = Literal["load", "validate", "unit", "integration", "run", "never", "absent"]
STAGES: dict[Stage, str] = {
    "load": "when the code is loaded: dbt parses the project, Python imports the pipeline",
    "validate": "by the tool's own check: airflow dags list-import-errors, dagster definitions validate",
    "unit": "by the tests that need no database",
    "integration": "by the tests on a real PostgreSQL",
    "run": "in production: a backfill fails",
    "never": "not at all: a backfill succeeds",
    "absent": "the mistake cannot be made with this tool",
}


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class About(_File):
    """What was measured, where and with what: ergonomics.json."""

    schema_version: Literal[1]
    created_at: datetime
    command: str
    commit: str | None
    seed: int
    rounds: int
    machine: Machine
    versions: dict[Tool, dict[str, str]]


class Step(_File):
    """One stage that a mistake went through."""

    stage: Stage
    seconds: float = Field(description="wall time from the command's start to its end")
    caught: bool


class Caught(_File):
    """When a mistake is caught with one tool: mistakes/<mistake>-<tool>.json."""

    mistake: str
    about: str
    kind: str
    tool: Tool
    intention: str | None
    stage: Stage
    steps: list[Step] = Field(description="the stages gone through, the last one caught it, if any did")
    by: list[str] = Field(description="the tests that failed, by file and name; of every stage that was run")
    named_test_failed: bool | None = Field(
        description="whether the tests of the intention that is meant to catch it failed; None where none is meant"
    )
    output_lines: int | None = Field(description="lines of output where it was caught")
    cause_from_end: int | None = Field(description="how many lines above the end the first line of the cause stands")
    message: str | None = Field(description="that line")
    tables_right: bool | None = Field(description="whether a backfill left the right tables; None where none was run")

    @property
    def seconds(self) -> float:
        """Wall time until the person sees it: of all stages up to the one that caught it."""
        return sum(step.seconds for step in self.steps)


class Size(_File):
    """Lines of code and statements."""

    lines: int
    statements: int


class Sizes(_File):
    """What has to be written, and has to exist, for an intention's tests."""

    tests: Size
    set_up: Size
    prerequisites: list[str]


class Facts(_File):
    """What one intention's tests are like with one tool, apart from time: intentions/<intention>-<tool>.json."""

    intention: str
    about: str
    tool: Tool
    test_count: int
    sizes: Sizes
    import_s: float = Field(description="in one process, all modules, by -X importtime")
    peak_pss_bytes: int = Field(description="highest sum of proportional set sizes of the test's processes")
    together: bool = Field(description="whether two runs at the same time both pass")
    written_outside: list[str] = Field(description="files that a run leaves outside its temporary folder")


class Change(_File):
    """What one change request takes with one tool."""

    change: str
    about: str
    tool: Tool
    patch: str = Field(description="the patch, from the project's root")
    files: int
    lines_added: int
    lines_removed: int
    wrapper_files: int = Field(description="of the files, those of the tool's wrapper")
    test_files: int = Field(description="of the files, those of tests")
    tests_changed: int = Field(description="tests that existed and had to change")
    tests_added: int
