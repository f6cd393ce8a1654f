"""What a chain has to be to count."""

import pytest

from benchmarks.scenarios.chain.checks import wrong
from records.measurement import Chained, ChainStep, Computed
from records.plan import Chain

ASKED = Chain(steps=2, number=10, shape="ops")


def chained(*, order: tuple[int, ...] = (0, 1), tries: int = 1, value: int = 55, second_at: float = 2.0) -> Chained:
    """Two steps, of which the first ends at 1.5 s."""
    at = [(1.0, 1.5), (second_at, 2.5)]
    steps = [(f"step_{place:02}", *times) for place, times in zip(order, at, strict=True)]
    return Chained(
        recorded=[ChainStep(step=name, queued_s=None, started_s=a, ended_s=b, tries=tries) for name, a, b in steps],
        computed=[Computed(step=name, started_s=a, ended_s=b, process=1, value=value) for name, a, b in steps],
    )


def test_a_chain_as_it_has_to_be_is_right() -> None:
    """Without records where nobody keeps any; a tool that has none is wrong."""
    without = chained().model_copy(update={"recorded": []})
    assert wrong(ASKED, chained(), keeps_records=True) == ""
    assert wrong(ASKED, without, keeps_records=False) == ""
    assert wrong(ASKED, without, keeps_records=True) == "recorded: 0 steps in the order "


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (chained(order=(1, 0)), "recorded: 2 steps in the order step_01, step_00"),
        (chained(second_at=1.2), "recorded: step_01 started before step_00 had ended"),
        (chained(tries=2), "step_00 took 2 tries"),
        (chained(value=54), "step_00 computed 54 and not 55"),
        (chained().model_copy(update={"computed": []}), "computed: 0 steps in the order "),
    ],
    ids=["order", "overlap", "tries", "value", "none"],
)
def test_what_is_wrong_is_said(found: Chained, said: str) -> None:
    """And the measurement gets no number."""
    assert wrong(ASKED, found, keeps_records=True) == said
