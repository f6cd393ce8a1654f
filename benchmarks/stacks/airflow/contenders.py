"""Airflow's contenders, each knob with its reason."""

from dataclasses import replace

from benchmarks.stacks.spec import Celery, Contender

_STOCK = {
    # A backfill is asked for; a schedule that goes on beside it would run a day that nobody asked for.
    "AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": "False",
}

_WITHOUT_PRELOAD = {
    **_STOCK,
    # How long the scheduler sleeps when it found nothing to do, 1 where nothing is said. Every step of a small pipeline
    # waits for it: 3 days took 28 % less wall time, for the same CPU.
    "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.1",
    # How many workers LocalExecutor may have, 32 where nothing is said; eight days at once, with two marts side by
    # side, need 16.
    "AIRFLOW__CORE__PARALLELISM": "16",
}

_TUNED = {
    **_WITHOUT_PRELOAD,
    # Workers are forked from a process that has imported what tasks need, by Airflow's own setting: 3 days took 30 %
    # less CPU.
    "AIRFLOW__SCHEDULER__MP_START_METHOD": "forkserver",
    "AIRFLOW__CORE__MP_FORKSERVER_PRELOAD": "airflow_dags.preload",
}

# Two of a day's models are built side by side.
_WORKER = Celery(processes_per_day=2)
# The same local settings, for the worker alone: it forks the processes that do tasks, the scheduler does none. Tasks
# took 20 s of CPU for two days, and 34 without.
_PRELOADED = replace(_WORKER, preload="airflow_dags/config")

_PER_MODEL = "in process per model"

CONTENDERS = (
    Contender(
        "airflow:stock",
        "airflow",
        kind="stock",
        label="Airflow (stock)",
        about="Airflow as its installation leaves it, with no schedule beside the backfill, with dbt as Cosmos's "
        "getting-started page has it, but from the manifest and without seeds, unit tests and Cosmos's own assets",
        workers="cold",
        dbt="in process twice per model",
        pairs=("as installed",),
        pipeline="airflow_dags/variants/stock",
        environment=_STOCK,
        about_s=(6, 18),
    ),
    Contender(
        "airflow:tuned",
        "airflow",
        kind="tuned",
        label="Airflow (tuned)",
        about="the best configuration that we found with one task per model; what tasks need is imported before their "
        "workers are forked",
        workers="warm",
        dbt=_PER_MODEL,
        pairs=("no broker", "many days"),
        pipeline="airflow_dags",
        environment=_TUNED,
        about_s=(4, 6),
    ),
    Contender(
        "airflow:no-preload",
        "airflow",
        kind="special",
        label="Airflow (no-preload)",
        about="tuned, but each task imports dbt, Cosmos and the steps' libraries anew",
        workers="cold",
        dbt=_PER_MODEL,
        pairs=("no broker",),
        beside="airflow:tuned",
        pipeline="airflow_dags",
        environment=_WITHOUT_PRELOAD,
        about_s=(4, 9),
    ),
    Contender(
        "airflow:watcher",
        "airflow",
        kind="special",
        label="Airflow (watcher)",
        about="tuned, but with one dbt invocation per day, watched by one sensor per model (Cosmos's WATCHER)",
        workers="warm",
        dbt="in process per day",
        pipeline="airflow_dags/variants/watcher",
        environment=_TUNED,
        about_s=(6, 7.3),
    ),
    Contender(
        "airflow:dbt-task",
        "airflow",
        kind="special",
        label="Airflow (dbt-task)",
        about="as celery, but one task a day builds and tests all models in one dbt invocation",
        workers="warm",
        dbt="in process per day",
        pairs=("dbt in process",),
        pipeline="airflow_dags/variants/dbt_task",
        group="airflow-celery",
        celery=replace(_PRELOADED, processes_per_day=1),
        environment=_WITHOUT_PRELOAD,
        about_s=(6, 4),
    ),
    Contender(
        "airflow:partitioned",
        "airflow",
        kind="special",
        label="Airflow (partitioned)",
        about="tuned, but a run is for a partition key (CronPartitionTimetable), not for a data interval",
        workers="warm",
        dbt=_PER_MODEL,
        pipeline="airflow_dags/variants/partitioned",
        environment=_TUNED,
        about_s=(4, 6),
    ),
    Contender(
        "airflow:range",
        "airflow",
        kind="special",
        label="Airflow (range)",
        about="tuned, but all days in one DAG run that takes them as params: our construction, not one of Airflow's "
        "backfills",
        workers="warm",
        dbt="in process per model for all days",
        pairs=("many days",),
        pipeline="airflow_dags/variants/range",
        as_range=True,
        own_way=True,
        environment=_TUNED,
        about_s=(10, 0.6),
    ),
    Contender(
        "airflow:celery",
        "airflow",
        kind="special",
        label="Airflow (celery)",
        about="tuned, but a Celery worker does the tasks (CeleryExecutor); it imports what they need before it forks "
        "its processes, two for each day at once",
        workers="warm",
        dbt=_PER_MODEL,
        pairs=("warm workers",),
        pipeline="airflow_dags",
        group="airflow-celery",
        celery=_PRELOADED,
        environment=_WITHOUT_PRELOAD,
        about_s=(6, 6),
    ),
    Contender(
        "airflow:celery-cold",
        "airflow",
        kind="special",
        label="Airflow (celery-cold)",
        about="as celery, but each task imports dbt, Cosmos and the steps' libraries anew",
        workers="cold",
        dbt=_PER_MODEL,
        pairs=("cold workers",),
        pipeline="airflow_dags",
        group="airflow-celery",
        celery=_WORKER,
        environment=_WITHOUT_PRELOAD,
        about_s=(6, 9),
        # What the preload is worth: one figure tells it.
        seldom=True,
    ),
    Contender(
        "airflow:celery-equal",
        "airflow",
        kind="special",
        label="Airflow (celery-equal)",
        about="as celery, but with one process for each day at once, as many as Dagster has",
        workers="warm",
        dbt=_PER_MODEL,
        pairs=("equal workers",),
        pipeline="airflow_dags",
        group="airflow-celery",
        celery=replace(_PRELOADED, processes_per_day=1),
        environment=_WITHOUT_PRELOAD,
        about_s=(6, 7),
        # What the second process is worth: one figure tells it.
        seldom=True,
    ),
)

DEPLOYED = (
    Contender(
        "airflow:compose",
        "airflow",
        kind="special",
        label="Airflow (compose)",
        about="Airflow as docker-compose.yml has it: tuned, in containers",
        workers="warm",
        dbt=_PER_MODEL,
        pairs=("compose",),
        about_s=(8, 5),
    ),
    Contender(
        "airflow:distributed",
        "airflow",
        kind="special",
        label="Airflow (distributed)",
        about="Airflow as docker-compose.yml has it: tuned, its tasks done by Celery workers (CeleryExecutor), which "
        "import what tasks need before they fork their processes",
        workers="warm",
        dbt=_PER_MODEL,
        pairs=("distributed",),
        about_s=(12, 5),
    ),
    Contender(
        "airflow:attached",
        "airflow",
        kind="special",
        label="Airflow (attached)",
        about="the Airflow at the address that was named",
        about_s=(8, 5),
    ),
)
