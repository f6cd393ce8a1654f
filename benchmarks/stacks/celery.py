"""Celery workers, of whichever tool: the broker before them, how many processes they have, when they are ready."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from benchmarks.deployment.broker import Broker
from benchmarks.deployment.services import Running, Service, wait_until
from benchmarks.stacks.stack import Deployment

_ROLE = "worker"
_READY = re.compile(r"celery@\S+ ready\.")


@contextmanager
def brokered(deployment: Deployment, broker: Broker) -> Iterator[list[Running]]:
    """The running broker, where the contender has a Celery worker; none where it has not."""
    if deployment.contender.celery is None:
        yield []
        return
    with broker.running(deployment.home, deployment.logs) as started:
        yield started


def processes(deployment: Deployment) -> int:
    """How many processes the contender's worker has: for as many days as may run at once."""
    celery = deployment.contender.celery
    return celery.processes_per_day * deployment.concurrency if celery else 0


def worker(command: list[str], environment: Mapping[str, str], doing: str) -> Service:
    """The worker, as its operator would start it; doing: what the processes under it are."""
    return Service(_ROLE, command, environment, workers=doing)


def wait_until_ready(services: list[Running]) -> None:
    """Wait until each worker among the services says that it takes tasks: asking it would be work that is measured.

    Raises BenchError where a service ends meanwhile, or one never says so.
    """
    workers = [one for one in services if one.service.role == _ROLE]
    wait_until(lambda: all(_READY.search(one.said()) for one in workers), "a Celery worker that is ready", services)
