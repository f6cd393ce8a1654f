"""A stack, ready to be driven."""

from pkgutil import resolve_name

from benchmarks.stacks.registry import spec
from benchmarks.stacks.stack import Deployment, Stack


def stack_of(deployment: Deployment) -> Stack:
    """The deployment's stack, to be run as it says; imports its driver."""
    stack: Stack = resolve_name(spec(deployment.contender.stack).driver)(deployment)
    return stack
