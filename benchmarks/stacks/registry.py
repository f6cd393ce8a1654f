"""The contenders: a stack in one configuration, each knob with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.deployment.environments import PROJECT, StackName
from benchmarks.errors import BenchError


@dataclass(frozen=True)
class Contender:
    """A stack and how it is configured; the name is what results are filed under.

    Where nothing is said, a service has the default of its installation.
    """

    name: str
    stack: StackName
    about: str
    """What it is, in a few words for the report."""
    pipeline: str = ""
    """Which of the wrapper's pipelines it runs: Airflow's folder of DAGs, Dagster's module of definitions."""
    as_range: bool = False
    """All days in one run, not a run a day."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables of the stack's services."""
    instance: Mapping[str, object] = field(default_factory=dict)
    """More of dagster.yaml."""
    run_config: Mapping[str, object] = field(default_factory=dict)
    """Dagster's configuration of each run."""
    about_s: tuple[float, float] = (0, 0)
    """Roughly how long a backfill takes on two cores, in seconds: at all, and each day. Only for a plan's estimate."""

    @property
    def slug(self) -> str:
        """The name as part of a file's name."""
        return self.name.replace(":", "-")


_AIRFLOW = {
    # A backfill is asked for; a schedule that goes on beside it would run a day that nobody asked for.
    "AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": "False",
}

_AIRFLOW_TUNED = {
    **_AIRFLOW,
    # How long the scheduler sleeps when it found nothing to do, 1 where nothing is said. Every step of a small pipeline
    # waits for it: 3 days took 28 % less wall time, for the same CPU.
    "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.1",
    # LocalExecutor forks this many workers when it starts, 32 where nothing is said; eight days at once, with two marts
    # side by side, need 16.
    "AIRFLOW__CORE__PARALLELISM": "16",
    # Settings that import dbt, Cosmos and pandas in the scheduler, before it forks the workers that need them: 3 days
    # took 39 % less wall time and 41 % less CPU.
    "PYTHONPATH": f"{PROJECT}:{PROJECT / 'airflow_dags' / 'config'}",
}

_DAGSTER_TUNED = {
    "run_queue": {
        # How long the daemon waits before it looks for queued runs again, 5 where nothing is said: a run that ends lets
        # the next one begin sooner. What 3 days gained (6 % of wall time) is no more than this machine's noise.
        "dequeue_interval_seconds": 1,
    },
}

_DAGSTER_RUN: dict[str, object] = {
    # All steps in the run's own process: the default starts a process a step, and each imports Dagster and dbt anew.
    "execution": {"config": {"in_process": {}}},
}

CONTENDERS: tuple[Contender, ...] = (
    Contender("bare", "bare", "plain Python, day after day", about_s=(3, 2.3)),
    Contender("bare:range", "bare", "plain Python, all days in one go", as_range=True, about_s=(5, 0.3)),
    Contender(
        "airflow:stock",
        "airflow",
        "Airflow as its installation leaves it, with no schedule beside the backfill, with dbt as Cosmos's "
        "getting-started page has it, but from the manifest and without seeds, unit tests and Cosmos's own assets",
        pipeline="airflow_dags/variants/stock",
        environment=_AIRFLOW,
        about_s=(6, 18),
    ),
    Contender(
        "airflow:tuned",
        "airflow",
        "the best that we found with a task a model; its scheduler imports what tasks need before it forks its workers",
        pipeline="airflow_dags",
        environment=_AIRFLOW_TUNED,
        about_s=(4, 6),
    ),
    Contender(
        "airflow:no-preload",
        "airflow",
        "tuned, but each task imports dbt, Cosmos and the steps' libraries anew",
        pipeline="airflow_dags",
        environment={knob: value for knob, value in _AIRFLOW_TUNED.items() if knob != "PYTHONPATH"},
        about_s=(4, 9),
    ),
    Contender(
        "airflow:watcher",
        "airflow",
        "tuned, but one dbt invocation a day, watched by a sensor a model (Cosmos's WATCHER)",
        pipeline="airflow_dags/variants/watcher",
        environment=_AIRFLOW_TUNED,
        about_s=(6, 7.3),
    ),
    Contender(
        "airflow:range",
        "airflow",
        "tuned, but all days in one DAG run that takes them as params: our construction, not a backfill of Airflow's",
        pipeline="airflow_dags/variants/range",
        as_range=True,
        environment=_AIRFLOW_TUNED,
        about_s=(10, 0.6),
    ),
    Contender(
        "dagster:stock",
        "dagster",
        "Dagster as its installation leaves it",
        pipeline="dagster_defs.definitions",
        about_s=(18, 23.5),
    ),
    Contender(
        "dagster:tuned",
        "dagster",
        "the best that we found with a run a day",
        pipeline="dagster_defs.definitions",
        instance=_DAGSTER_TUNED,
        run_config=_DAGSTER_RUN,
        about_s=(17, 7.7),
    ),
    Contender(
        "dagster:single-run",
        "dagster",
        "tuned, but a backfill is one run for all its days (BackfillPolicy.single_run)",
        pipeline="dagster_defs.single_run",
        as_range=True,
        instance=_DAGSTER_TUNED,
        run_config=_DAGSTER_RUN,
        about_s=(26, 0.6),
    ),
)

DEPLOYED: tuple[Contender, ...] = (
    Contender(
        "airflow:compose", "airflow", "Airflow as docker-compose.yml has it: tuned, in containers", about_s=(8, 5)
    ),
    Contender(
        "dagster:compose",
        "dagster",
        "Dagster as docker-compose.yml has it: tuned, in containers",
        run_config=_DAGSTER_RUN,
        about_s=(35, 6),
    ),
    Contender(
        "airflow:distributed",
        "airflow",
        "Airflow as docker-compose.yml has it: tuned, its tasks done by Celery workers (CeleryExecutor)",
        about_s=(12, 5),
    ),
    Contender(
        "dagster:distributed",
        "dagster",
        "Dagster as docker-compose.yml has it: tuned, its runs done by Celery workers (CeleryRunLauncher)",
        run_config=_DAGSTER_RUN,
        about_s=(35, 6),
    ),
    Contender("airflow:attached", "airflow", "the Airflow at the address that was named", about_s=(8, 5)),
    Contender("dagster:attached", "dagster", "the Dagster at the address that was named", about_s=(35, 6)),
)
"""Stacks that are up already, as somebody else has configured them."""

CONTROL = CONTENDERS[0].name

_ALIASES = {"airflow": "airflow:tuned", "dagster": "dagster:tuned"}


def contender(name: str) -> Contender:
    """The contender of that name; a stack's name alone means the tuned one.

    Raises BenchError for a name that is not known.
    """
    for known in (*CONTENDERS, *DEPLOYED):
        if known.name == _ALIASES.get(name, name):
            return known
    raise BenchError(f"--contender {name}: not known; take {', '.join(known.name for known in CONTENDERS)}")
