"""The control: the pipeline in plain Python, in the core's own environment."""

from typing import TYPE_CHECKING

from benchmarks.stacks.bare.contenders import CONTENDERS
from benchmarks.stacks.bare.recoveries import RECOVERIES
from benchmarks.stacks.spec import StackSpec

if TYPE_CHECKING:
    from benchmarks.stacks.stack import Deployment, Stack


def _load(deployment: "Deployment") -> "Stack":
    from benchmarks.stacks.bare.driver import Bare

    return Bare(deployment)


SPEC = StackSpec(
    name="bare",
    label="bare",
    contenders=CONTENDERS,
    load=_load,
    recoveries=RECOVERIES,
    overhead_s=6,
)
