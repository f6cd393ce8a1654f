"""Dagster's contenders, each knob with its reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import ceil

from benchmarks.stacks.spec import Celery, Contender


@dataclass(frozen=True)
class DagsterContender(Contender):
    """A Dagster, and what is Dagster's alone of its configuration."""

    instance: Mapping[str, object] = field(default_factory=dict)
    """More of dagster.yaml."""
    runs_of: Callable[[int], int] | None = lambda days: days
    """So many days -> how many runs a backfill of them has; None where it depends on how they go."""


_TUNED = {
    "run_queue": {
        # How long the daemon waits before it looks for queued runs again, 5 where nothing is said: a run that ends lets
        # the next one begin sooner. What 3 days gained (6 % of wall time) is no more than this machine's noise.
        "dequeue_interval_seconds": 1,
    },
}

_DAYS_PER_RUN = 5
"""As dagster_defs.variants.batched has it."""

_URL = {"env": "CELERY_BROKER_URL"}
_CELERY = {
    **_TUNED,
    # A Celery worker executes runs in its own processes, which stay: the default starts a process for each run, and no
    # setting lets that one import anything before.
    "run_launcher": {
        "module": "dagster_celery.launcher",
        "class": "CeleryRunLauncher",
        "config": {"broker": _URL, "backend": _URL},
    },
}

# A run does its steps one after the other, so a day can use one process.
_WORKER = Celery(processes_per_day=1)
# Celery's own means to import modules before it forks, --include: the runs' own processes took 5 s of CPU for two days,
# and 12 without.
_PRELOADED = replace(_WORKER, preload="dagster_defs.preload")

_PER_DAY = "a process per day"

CONTENDERS = (
    DagsterContender(
        "dagster:stock",
        "dagster",
        kind="stock",
        label="Dagster (stock)",
        about="Dagster as its installation leaves it: every default, of the backfill and of what executes a run",
        workers="cold",
        dbt="a process for all days",
        pairs=("as installed",),
        pipeline="dagster_defs.variants.stock",
        runs_of=None,
        about_s=(18, 23.5),
    ),
    DagsterContender(
        "dagster:tuned",
        "dagster",
        kind="tuned",
        label="Dagster (tuned)",
        about="the best configuration that we found with one run per day",
        workers="cold",
        dbt=_PER_DAY,
        pairs=("no broker",),
        pipeline="dagster_defs.definitions",
        instance=_TUNED,
        about_s=(17, 7.7),
    ),
    DagsterContender(
        "dagster:batched",
        "dagster",
        kind="special",
        label="Dagster (batched)",
        about=f"tuned, but a backfill has one run for every {_DAYS_PER_RUN} days (BackfillPolicy.multi_run), as "
        "Dagster's documentation recommends for short partitions",
        workers="cold",
        dbt="a process per run",
        pairs=("many days",),
        pipeline="dagster_defs.variants.batched",
        runs_of=lambda days: ceil(days / _DAYS_PER_RUN),
        instance=_TUNED,
        about_s=(22, 1.6),
    ),
    DagsterContender(
        "dagster:single-run",
        "dagster",
        kind="special",
        label="Dagster (single-run)",
        about="tuned, but a backfill is one run for all its days (BackfillPolicy.single_run)",
        workers="cold",
        dbt="a process for all days",
        pairs=("many days",),
        pipeline="dagster_defs.variants.single_run",
        as_range=True,
        runs_of=lambda _: 1,
        instance=_TUNED,
        about_s=(26, 0.6),
    ),
    DagsterContender(
        "dagster:celery",
        "dagster",
        kind="special",
        label="Dagster (celery)",
        about="tuned, but a Celery worker executes the runs (CeleryRunLauncher); it imports what runs need before it "
        "forks its processes, one for each day at once",
        workers="warm",
        dbt=_PER_DAY,
        pairs=("warm workers", "equal workers"),
        pipeline="dagster_defs.definitions",
        group="dagster-celery",
        celery=_PRELOADED,
        instance=_CELERY,
        about_s=(17, 5),
    ),
    DagsterContender(
        "dagster:dbt-in-process",
        "dagster",
        kind="special",
        label="Dagster (dbt-in-process)",
        about="as celery, but a run calls dbt in its own process: code of our own beside dagster-dbt, which starts a "
        "command",
        workers="warm",
        dbt="in process per day",
        pairs=("dbt in process",),
        pipeline="dagster_defs.variants.dbt_in_process",
        own_way=True,
        group="dagster-celery",
        celery=_PRELOADED,
        instance=_CELERY,
        about_s=(17, 3),
    ),
    DagsterContender(
        "dagster:celery-cold",
        "dagster",
        kind="special",
        label="Dagster (celery-cold)",
        about="as celery, but each of the worker's processes imports what runs need in its first run, and keeps it",
        workers="cold",
        dbt=_PER_DAY,
        pairs=("cold workers",),
        pipeline="dagster_defs.definitions",
        group="dagster-celery",
        celery=_WORKER,
        instance=_CELERY,
        about_s=(17, 6),
        # What the preload is worth: one figure tells it.
        seldom=True,
    ),
)

DEPLOYED = (
    DagsterContender(
        "dagster:compose",
        "dagster",
        kind="special",
        label="Dagster (compose)",
        about="Dagster as docker-compose.yml has it: tuned, in containers",
        workers="cold",
        dbt=_PER_DAY,
        pairs=("compose",),
        about_s=(35, 6),
    ),
    DagsterContender(
        "dagster:distributed",
        "dagster",
        kind="special",
        label="Dagster (distributed)",
        about="Dagster as docker-compose.yml has it: tuned, its runs done by Celery workers (CeleryRunLauncher), which "
        "import what runs need before they fork their processes",
        workers="warm",
        dbt=_PER_DAY,
        pairs=("distributed",),
        about_s=(35, 6),
    ),
    DagsterContender(
        "dagster:attached",
        "dagster",
        kind="special",
        label="Dagster (attached)",
        about="the Dagster at the address that was named",
        about_s=(35, 6),
    ),
)
