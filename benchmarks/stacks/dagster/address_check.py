"""Whether what is at an address is a Dagster that can be asked for backfills of the assets."""

from typing import Final

import httpx

from benchmarks.deployment.addresses import Address
from benchmarks.errors import BenchError
from benchmarks.stacks.dagster.api import Api
from records.names import PIPELINE

_OLDEST: Final = (1, 9)


def check(api: Api, address: Address, concurrency: int) -> None:
    """Raise BenchError, with what to do, where no Dagster is there that is ready, has the assets and runs so many days.

    concurrency: how many days are to be run at once.
    """
    try:
        version = api.version()
        if tuple(map(int, version.split(".")[:2])) < _OLDEST:
            oldest = ".".join(map(str, _OLDEST))
            raise BenchError(f"{address.about}: is Dagster {version}, and {oldest} is the oldest that is known to work")
        if missing := set(PIPELINE) - set(api.partitioned()):
            names = ", ".join(sorted(missing))
            raise BenchError(f"{address.about}: there are no partitioned assets {names}; deploy dagster_defs")
        if not api.has_healthy_daemons():
            raise BenchError(f"{address.about}: a daemon is not healthy; see Deployment, Daemons in its interface")
        at_once = api.most_at_once()
    except httpx.HTTPStatusError as answer:
        if answer.response.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            who = f"user {address.user!r} is refused" if address.user else "a login is asked for"
            raise BenchError(f"{address.about}: {who}; look at {address.login_from}") from answer
        raise BenchError(f"{address.about}: no Dagster answers there ({answer})") from answer
    except (httpx.HTTPError, ValueError, LookupError) as problem:
        raise BenchError(f"{address.about}: no Dagster answers there ({problem})") from problem
    # Its queue has one limit for every backfill; ours cannot change somebody else's.
    if at_once is not None and at_once >= 0 and at_once != concurrency:
        raise BenchError(
            f"{address.about}: runs {at_once} days at once (max_concurrent_runs of its dagster.yaml), not "
            f"{concurrency}; ask for --concurrency {at_once}"
        )
