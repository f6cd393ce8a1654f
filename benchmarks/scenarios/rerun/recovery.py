"""From a fault to its recovery: the run before, the cause made good, and what is then to be asked for."""

from dataclasses import dataclass
from datetime import datetime

from benchmarks.deployment.supervisor import say
from benchmarks.errors import BackfillError, BenchError
from benchmarks.metering import step_log
from benchmarks.metering.step_log import Execution, StepOfDay
from benchmarks.scenarios.rerun.faults import Fault
from benchmarks.scenarios.rerun.repeated_work import RepeatedWork, needed_steps, repeated
from benchmarks.scenarios.rerun.sandbox import Sandbox
from benchmarks.stacks.registry import spec
from benchmarks.stacks.stack import Request, Stack
from records.measurement import Rerun
from records.names import PIPELINE
from shared_etl.days import Days


@dataclass(frozen=True)
class Recovery:
    """What there is to recover from, when its cause has been made good."""

    before: list[Execution]
    """What has run."""
    since: int
    """The newest id of the step log."""
    needed: set[StepOfDay]
    """What has to run."""
    request: Request
    """What is asked for."""

    def work(self, warehouse: str) -> RepeatedWork:
        """What has run since, against what had to."""
        return RepeatedWork(self.needed, step_log.executions(warehouse, after=self.since))


def run_before(fault: Fault, stack: Stack, sandbox: Sandbox) -> datetime | None:
    """Run the days with the fault in place, then make good its cause; returns when the record of the run was closed.

    Nothing where the recovery is the first request. Raises BenchError where the days end otherwise than the fault is
    made for.
    """
    if fault.first_run == "none":
        return None
    say(f"the run before, which {fault.first_run}")
    failure = ""
    try:
        stack.backfill(sandbox.days)
    except BackfillError as error:
        failure = str(error)
    if bool(failure) != (fault.first_run == "fails"):
        raise BenchError(
            f"the run before the recovery {fault.first_run} where all is well; it was: {failure or 'done'}"
        )
    # Some tools refuse some requests while the record of the one before is open.
    recorded_at = stack.record_done_at()
    fault.mend(sandbox)
    if fault.own_models:
        stack.deployed()
    return recorded_at


def recovery(fault: Fault, stack: Stack, sandbox: Sandbox) -> Recovery:
    """What has to run again: from the first to the last day that needs it; all of them where none does."""
    warehouse, days = stack.deployment.warehouse, sandbox.days
    before = step_log.executions(warehouse, after=stack.log_before)
    since = step_log.last_id(warehouse)
    needed = needed_steps(before, fault.outdated(sandbox), days)
    span = Days(min(day for _, day in needed), max(day for _, day in needed)) if needed else days
    done = sum(one.done and one.what[0] == PIPELINE[-1] for one in before)
    return Recovery(before, since, needed, Request(span, done + len(span), fault.steps, fault.changed))


def recorded(
    fault: Fault,
    due: Recovery,
    stack: Stack,
    sandbox: Sandbox,
    before: dict[str, int],
    after: dict[str, int],
) -> Rerun:
    """What is kept of a recovery that was asked for; before and after it is what the tool showed of its runs."""
    warehouse, own = stack.deployment.warehouse, spec(stack.deployment.contender.stack).recoveries
    found, stopped = due.work(warehouse), {(step, sandbox.day) for step in fault.stopped}
    return Rerun(
        recovery=sandbox.way,
        not_native=own.not_native.get((fault.name, sandbox.way)),
        actions=stack.actions,
        refused=stack.refused,
        needed=len(due.needed),
        executed=len(found.executions),
        missing=len(found.missing),
        first_failed=sum(not one.done for one in due.before),
        first_repeated=repeated(due.before),
        first_went_on=sorted({one.what[0] for one in due.before if one.done and one.what in stopped}),
        tests_left_failed=step_log.tests_left_failed(warehouse),
        shown_before=before,
        shown_after=after,
    )
