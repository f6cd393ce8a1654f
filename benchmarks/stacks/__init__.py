"""The stacks, each driven through its own control plane: deploy, start, backfill."""

from benchmarks.deployment.environments import StackName
from benchmarks.stacks.stack import Deployment, Request, Stack

__all__ = ["Deployment", "Request", "Stack", "stack_of"]


def stack_of(name: StackName, deployment: Deployment) -> Stack:
    """The stack of that name, to be run as the deployment says."""
    match name:
        case "bare":
            from benchmarks.stacks.bare.driver import Bare

            return Bare(deployment)
        case "airflow":
            from benchmarks.stacks.airflow.driver import Airflow

            return Airflow(deployment)
        case "dagster":
            from benchmarks.stacks.dagster.driver import Dagster

            return Dagster(deployment)
