"""The family idle: what a deployment costs while it has nothing to do, which is most of its life."""

from pathlib import Path

from benchmarks.measuring import selection
from benchmarks.measuring.scenario import Ask, Family, Profile, Reference, Scenario
from records.names import IDLE, SCHEDULES_ON

_ASK = Ask(SCHEDULES_ON, selection.deployable(), rounds=1, days=1, idle_s=600)


def _leaves_nothing(_: Reference) -> None:
    """No day is asked for."""


FAMILY = Family(
    30,
    IDLE,
    "what a deployment costs that has nothing to do",
    (
        Scenario(
            SCHEDULES_ON,
            IDLE,
            "every service of a deployment, with its schedules on, while nothing is asked of it",
            Path(__file__).with_name("measure.py"),
            baseline=lambda _: "nothing",
            make_tables=_leaves_nothing,
            usual=(_ASK,),
            own_days=True,
            own_source=True,
        ),
    ),
    {
        "idle": Profile("ten minutes of nothing to do: stock, tuned and celery", (_ASK,)),
        "full": Profile("", (_ASK,)),
    },
)
