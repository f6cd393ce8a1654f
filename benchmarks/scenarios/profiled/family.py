"""The family profiled: a backfill whose call stacks are sampled. What it takes meanwhile is in no other figure."""

from pathlib import Path

from benchmarks.measuring import selection
from benchmarks.measuring.scenario import Ask, Family, Profile, Scenario
from records.names import CALL_STACKS, PROFILED

_ASK = Ask(CALL_STACKS, selection.usual(), rounds=1, days=3)

FAMILY = Family(
    15,
    PROFILED,
    "where the CPU time of a backfill goes",
    (
        Scenario(
            CALL_STACKS,
            PROFILED,
            "a native backfill, with the call stacks of its processes sampled",
            Path(__file__).with_name("measure.py"),
            usual=(_ASK,),
        ),
    ),
    {
        "profiled": Profile("where the CPU time of every contender goes, once", (_ASK,)),
        "full": Profile("", (_ASK,)),
    },
)
