"""Tinyflow: a loop over days, in the core's own environment."""

from benchmarks.stacks.spec import Contender, Recoveries, StackSpec


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
    driver="benchmarks.stacks.tinyflow.driver:Tinyflow",
    recoveries=Recoveries(ways=_ways),
    overhead_s=6,
    default="tinyflow:tuned",
    environment="bare",
)
