"""The contenders: a stack in one configuration, each knob with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.environments import PROJECT, StackName
from benchmarks.errors import BenchError


@dataclass(frozen=True)
class Contender:
    """A stack and how it is configured; the name is what results are filed under."""

    name: str
    stack: StackName
    max_active_runs: int
    """How many partitions may run at the same time."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables of the stack's services."""
    run_queue: Mapping[str, object] = field(default_factory=dict)
    """More of the section run_queue in dagster.yaml."""
    run_config: Mapping[str, object] = field(default_factory=dict)
    """Dagster's configuration of each run."""

    @property
    def slug(self) -> str:
        """The name as part of a file's name."""
        return self.name.replace(":", "-")


_AIRFLOW_TUNED = {
    # A backfill is asked for; a schedule that goes on beside it would run days that nobody asked for.
    "AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": "False",
    # How long the scheduler sleeps when it found nothing to do: each step of a small pipeline waits for this.
    "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.1",
    # LocalExecutor forks this many workers at once; two cores are not fed by 32.
    "AIRFLOW__CORE__PARALLELISM": "4",
    # The DAG file does not change during a run; parsing it again and again takes a core from the tasks.
    "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "3600",
    "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES": "1",
    # Settings that import dbt, Cosmos and pandas in the scheduler, before it forks the workers that need them.
    "PYTHONPATH": f"{PROJECT}:{PROJECT / 'airflow_dags' / 'config'}",
}

_DAGSTER_QUEUE = {
    # How long the daemon waits before it looks for queued runs again; it is 5 where nothing is said.
    "dequeue_interval_seconds": 1,
}

_DAGSTER_RUN: dict[str, object] = {
    # All steps in the run's own process: the default starts a process a step, and each imports Dagster and dbt anew.
    "execution": {"config": {"in_process": {}}},
}

CONTENDERS: tuple[Contender, ...] = (
    Contender("bare", "bare", max_active_runs=1),
    Contender("airflow:tuned", "airflow", max_active_runs=2, environment=_AIRFLOW_TUNED),
    Contender("dagster:tuned", "dagster", max_active_runs=2, run_queue=_DAGSTER_QUEUE, run_config=_DAGSTER_RUN),
)

_ALIASES = {"airflow": "airflow:tuned", "dagster": "dagster:tuned"}


def contender(name: str) -> Contender:
    """The contender of that name; a stack's name alone means the tuned one.

    Raises BenchError for a name that is not known.
    """
    for known in CONTENDERS:
        if known.name == _ALIASES.get(name, name):
            return known
    raise BenchError(f"--contender {name}: not known; take {', '.join(known.name for known in CONTENDERS)}")
