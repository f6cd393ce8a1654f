"""The control: the pipeline in plain Python, in the core's own environment."""

from benchmarks.stacks.bare.contenders import CONTENDERS
from benchmarks.stacks.bare.recoveries import RECOVERIES
from benchmarks.stacks.spec import StackSpec

SPEC = StackSpec(
    name="bare",
    label="bare",
    contenders=CONTENDERS,
    driver="benchmarks.stacks.bare.driver:Bare",
    recoveries=RECOVERIES,
    overhead_s=6,
    chains={"loop": 0.001},
)
