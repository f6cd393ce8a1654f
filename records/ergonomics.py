"""The files of an ergonomics folder: how it is to test and to change each wrapper."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from records.measurement import Machine
from records.plan import Stack
from records.strict import Strict

ABOUT = "ergonomics.json"
"""The file that says what a folder holds."""

Stage = Literal["load", "validate", "unit", "integration", "run", "never", "absent"]
STAGES: dict[Stage, str] = {
    "load": "when the code is loaded: dbt parses the project, Python imports the pipeline",
    "validate": "by the tool's own check of what it loads",
    "unit": "by the tests that need no database",
    "integration": "by the tests on a real PostgreSQL",
    "run": "in production: a backfill fails",
    "never": "not at all: a backfill succeeds",
    "absent": "the mistake cannot be made with this tool",
}


class About(Strict):
    """What was measured, where and with what: ergonomics.json."""

    schema_version: Literal[3]
    created_at: datetime
    command: str
    commit: str | None
    seed: int
    rounds: int
    undisturbed: int = Field(default=0, ge=0, description="how often all stages are run with no mistake made")
    tools: list[Stack] = Field(min_length=1, description="those that have a suite of tests, in the order of the tables")
    reference: str = Field(description="the tool that ratios are to")
    machine: Machine
    versions: dict[str, dict[str, str]]


class Step(Strict):
    """One stage that a mistake went through."""

    stage: Stage
    seconds: float = Field(description="wall time from the command's start to its end")
    caught: bool


class Caught(Strict):
    """When a mistake is caught with one tool: mistakes/<mistake>-<tool>.json."""

    mistake: str
    about: str
    kind: str
    tool: str
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


class Undisturbed(Strict):
    """A run of all stages with no mistake made: undisturbed/<tool>-run<N>.json. What fails is a false alarm."""

    tool: str
    run: int = Field(ge=1)
    steps: list[Step] = Field(description="every stage before production, whichever failed before it")
    by: list[str] = Field(description="the tests that failed, by file and name")

    @property
    def false_alarm(self) -> bool:
        """Whether a stage failed."""
        return any(step.caught for step in self.steps)


class Size(Strict):
    """Lines of code and statements."""

    lines: int
    statements: int


class Sizes(Strict):
    """What has to be written, and has to exist, for an intention's tests."""

    tests: Size
    set_up: Size
    prerequisites: list[str]


class Facts(Strict):
    """What one intention's tests are like with one tool, apart from time: intentions/<intention>-<tool>.json."""

    intention: str
    about: str
    tool: str
    test_count: int
    sizes: Sizes
    import_s: float = Field(description="in one process, all modules, by -X importtime")
    peak_pss_bytes: int = Field(description="highest sum of proportional set sizes of the test's processes")
    together: bool = Field(description="whether two runs at the same time both pass")
    written_outside: list[str] = Field(description="files that a run leaves outside its temporary folder")


class Change(Strict):
    """What one change request takes with one tool."""

    change: str
    about: str
    tool: str
    patch: str = Field(description="the patch, from the project's root")
    files: int
    lines_added: int
    lines_removed: int
    wrapper_files: int = Field(description="of the files, those of the tool's wrapper")
    test_files: int = Field(description="of the files, those of tests")
    tests_changed: int = Field(description="tests that existed and had to change")
    tests_added: int
