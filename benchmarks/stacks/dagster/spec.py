"""Dagster, open source."""

from typing import TYPE_CHECKING

from benchmarks.stacks.dagster.contenders import CONTENDERS, DEPLOYED
from benchmarks.stacks.dagster.recoveries import RECOVERIES
from benchmarks.stacks.dagster.suite import SUITE
from benchmarks.stacks.spec import Composed, StackSpec

if TYPE_CHECKING:
    from benchmarks.stacks.stack import Deployment, Stack


def _load(deployment: "Deployment") -> "Stack":
    from benchmarks.stacks.dagster.driver import Dagster

    return Dagster(deployment)


SPEC = StackSpec(
    name="dagster",
    label="Dagster",
    contenders=CONTENDERS,
    load=_load,
    recoveries=RECOVERIES,
    overhead_s=25,
    record_s=30,
    default="dagster:tuned",
    group="dagster",
    packages=("dagster", "dagster-dbt", "dagster-postgres", "dagster-webserver"),
    variables=("DAGSTER",),
    deployed=DEPLOYED,
    composed=Composed(port=3000),
    suite=SUITE,
    is_reference=True,
)
