"""Apache Airflow."""

from benchmarks.stacks.airflow.contenders import CONTENDERS, DEPLOYED
from benchmarks.stacks.airflow.recoveries import RECOVERIES
from benchmarks.stacks.airflow.suite import SUITE
from benchmarks.stacks.spec import Composed, StackSpec

SPEC = StackSpec(
    name="airflow",
    label="Airflow",
    contenders=CONTENDERS,
    driver="benchmarks.stacks.airflow.driver:Airflow",
    recoveries=RECOVERIES,
    overhead_s=14,
    record_s=16,
    default="airflow:tuned",
    group="airflow",
    packages=("apache-airflow", "astronomer-cosmos", "apache-airflow-providers-celery", "celery"),
    variables=("AIRFLOW",),
    deployed=DEPLOYED,
    composed=Composed(port=8080, user="admin"),
    suite=SUITE,
    chains={"dag": 0.4},
)
