"""The family rerun: nine faults and changes, and the ways in which users get over them."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from benchmarks.measuring import selection
from benchmarks.measuring.scenario import Ask, Family, Profile, Reference, Scenario
from benchmarks.scenarios.rerun.faults import FAULTS, Fault
from benchmarks.scenarios.rerun.sandbox import Sandbox
from benchmarks.stacks.registry import contender as contender_of
from benchmarks.stacks.registry import spec
from benchmarks.stacks.spec import Contender
from records.names import RERUN
from records.plan import Case

_DRIVER = Path(__file__).with_name("measure.py")
# The other faults have no way that is not among these.
_OTHER_WAYS = ("transient-failure", "failed-model", "corrected-day", "changed-model", "nothing-changed")


def ways(fault: str, contender: Contender) -> tuple[str, ...]:
    """In which ways the contender's users get over the fault, the usual one first."""
    return spec(contender.stack).recoveries.ways(fault, contender)


def _baseline(fault: Fault, case: Case) -> str:
    return f"{fault.name}-{case.days.start}-{len(case.days)}-days"


def _mended(fault: Fault, reference: Reference) -> None:
    """What a contender has to leave when it has got over the fault: the tables of a run without it."""
    sandbox = Sandbox(reference.home / "sandbox", reference.server, reference.case.days)
    sandbox.make(reference.case.source)
    fault.begin(sandbox)
    fault.mend(sandbox)
    source = sandbox.source if fault.own_readings else reference.case.source
    reference.run(reference.case.days, source, sandbox.variables)


def _scenario(fault: Fault) -> Scenario:
    return Scenario(
        fault.name,
        RERUN,
        fault.about,
        _DRIVER,
        partial(_baseline, fault),
        make_tables=partial(_mended, fault),
        usual=(Ask(fault.name, selection.core(), rounds=1, days=fault.days),),
        takes_part=lambda contender: bool(ways(fault.name, contender)),
        ways=partial(ways, fault.name),
        runs_before=fault.first_run != "none",
    )


def _asks(rounds: int, other_ways: Iterable[str]) -> tuple[Ask, ...]:
    """Every fault: the usual contenders in their first way, after some the tuned ones in every other as well.

    Those with a broker go the same ways as the tuned ones.
    """
    found = [Ask(fault.name, selection.without_broker(), rounds, fault.days) for fault in FAULTS.values()]
    for fault in map(FAULTS.__getitem__, other_ways):
        for name in selection.tuned():
            for way in ways(fault.name, contender_of(name))[1:]:
                found.append(Ask(fault.name, (name,), rounds, fault.days, recovery=way))
    return tuple(found)


FAMILY = Family(
    20,
    RERUN,
    "failures and changes, and what it takes to get over them",
    tuple(map(_scenario, FAULTS.values())),
    {
        "rerun": Profile(
            "what a failure or a change costs every usual contender without a broker",
            _asks(1, other_ways=_OTHER_WAYS),
        ),
        "full": Profile("", _asks(7, other_ways=FAULTS)),
    },
)
