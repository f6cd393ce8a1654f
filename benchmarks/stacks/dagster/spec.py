"""Dagster, open source."""

from benchmarks.stacks.dagster.contenders import CONTENDERS, DEPLOYED
from benchmarks.stacks.dagster.recoveries import RECOVERIES
from benchmarks.stacks.dagster.suite import SUITE
from benchmarks.stacks.spec import Composed, StackSpec

SPEC = StackSpec(
    name="dagster",
    label="Dagster",
    contenders=CONTENDERS,
    driver="benchmarks.stacks.dagster.driver:Dagster",
    recoveries=RECOVERIES,
    overhead_s=25,
    record_s=30,
    default="dagster:tuned",
    group="dagster",
    packages=("dagster", "dagster-dbt", "dagster-postgres", "dagster-webserver", "dagster-celery", "celery"),
    variables=("DAGSTER",),
    deployed=DEPLOYED,
    composed=Composed(port=3000),
    suite=SUITE,
    chains={"ops": 0.1, "ops-in-processes": 2, "assets": 0.12},
    launches_runs=True,
    is_reference=True,
)
