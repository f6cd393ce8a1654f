"""Dagster's contenders, each knob with its reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil

from benchmarks.stacks.spec import Contender


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
_ONCE_PER_DAY = "in a process of its own, once per day"

CONTENDERS = (
    DagsterContender(
        "dagster:stock",
        "dagster",
        kind="stock",
        label="Dagster (stock)",
        about="Dagster as its installation leaves it: every default, of the backfill and of what executes a run",
        workers="cold",
        dbt="in a process of its own, once for all days",
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
        dbt=_ONCE_PER_DAY,
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
        dbt="in a process of its own, once per run",
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
        dbt="in a process of its own, once for all days",
        pipeline="dagster_defs.variants.single_run",
        as_range=True,
        runs_of=lambda _: 1,
        instance=_TUNED,
        about_s=(26, 0.6),
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
        dbt=_ONCE_PER_DAY,
        about_s=(35, 6),
    ),
    DagsterContender(
        "dagster:distributed",
        "dagster",
        kind="special",
        label="Dagster (distributed)",
        about="Dagster as docker-compose.yml has it: tuned, its runs done by Celery workers (CeleryRunLauncher)",
        # A run is executed in the worker's own process: cold in its first, and how warm from then on is not measured.
        workers=None,
        dbt=_ONCE_PER_DAY,
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
