"""Tinyflow: a loop over days, in the core's own environment."""

from typing import TYPE_CHECKING

from benchmarks.stacks.spec import Contender, Recoveries, StackSpec

if TYPE_CHECKING:
    from benchmarks.stacks.stack import Deployment, Stack


def _load(deployment: "Deployment") -> "Stack":
    from benchmarks.stacks.tinyflow.driver import Tinyflow

    return Tinyflow(deployment)


def _ways(_fault: str, _contender: Contender) -> tuple[str, ...]:
    """It has no way to ask for days again."""
    return ()


SPEC = StackSpec(
    name="tinyflow",
    label="Tinyflow",
    contenders=(
        Contender(
            "tinyflow:tuned",
            "tinyflow",
            kind="tuned",
            label="Tinyflow (tuned)",
            about="one process for all days",
            about_s=(3, 2.3),
        ),
    ),
    load=_load,
    recoveries=Recoveries(ways=_ways),
    overhead_s=6,
    default="tinyflow:tuned",
    environment="bare",
)
