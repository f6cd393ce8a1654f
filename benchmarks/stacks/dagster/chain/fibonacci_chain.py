"""Steps one after the other, each of which computes one Fibonacci number: as ops and as assets."""

from collections.abc import Iterator
from itertools import pairwise

import dagster as dg

from shared_etl.chain import compute, names

_PREFIX = "chain"
"""Ops and assets of one code location have names of their own."""


def _op(name: str, *, first: bool) -> dg.OpDefinition:
    @dg.op(name=name, ins={} if first else {"after": dg.In(dg.Nothing)})
    def fibonacci() -> int:
        """The step's number."""
        return compute(name)

    return fibonacci


@dg.graph
def fibonacci_chain() -> None:
    """As many ops as CHAIN_STEPS says, in a row."""
    first, *rest = names()
    before = _op(first, first=True)()
    for name in rest:
        before = _op(name, first=False)(after=before)


def _assets() -> Iterator[dg.AssetsDefinition]:
    """The same as assets, each of which depends on the one before."""

    def asset(name: str, *deps: str) -> dg.AssetsDefinition:
        @dg.asset(key=[_PREFIX, name], deps=[[_PREFIX, dep] for dep in deps])
        def fibonacci() -> int:
            """The step's number."""
            return compute(name)

        return fibonacci

    yield asset(names()[0])
    for before, name in pairwise(names()):
        yield asset(name, before)


_IN_PROCESSES = dg.multiprocess_executor.configured({"max_concurrent": 1})

defs = dg.Definitions(
    assets=list(_assets()),
    jobs=[
        fibonacci_chain.to_job("ops", executor_def=dg.in_process_executor),
        fibonacci_chain.to_job("ops_in_processes", executor_def=_IN_PROCESSES),
        dg.define_asset_job("assets", selection="*", executor_def=dg.in_process_executor),
    ],
)
