"""How often a task is tried."""

from datetime import timedelta

from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule

from shared_etl.errors import InputError

# Every task replaces its own days' output, so trying again is safe.
RETRIES: dict[str, object] = {
    "retries": 2,
    "retry_delay": timedelta(seconds=10),
    # Input that cannot be used has to be mended first: trying again would only take time.
    "retry_policy": ExceptionRetryPolicy(rules=[RetryRule(exception=InputError, action=RetryAction.FAIL)]),
}
"""The arguments that every task has by default."""
