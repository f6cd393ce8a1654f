"""A DAG of steps one after the other, each of which computes one Fibonacci number."""

from airflow.sdk import chain, dag, task

from shared_etl.chain import compute, names


@task
def fibonacci(step: str) -> int:
    """The step's number."""
    return compute(step)


@dag(schedule=None, tags=["chain"])
def fibonacci_chain() -> None:
    """As many tasks as CHAIN_STEPS says, in a row."""
    chain(*(fibonacci.override(task_id=step)(step) for step in names()))


fibonacci_chain()
