"""Groups of contenders by what they are, whatever stacks there are: names, stack by stack."""

from benchmarks.stacks.registry import contenders, control
from records.names import Kind


def of_kind(*kinds: Kind) -> tuple[str, ...]:
    """Those of the kinds."""
    return tuple(one.name for one in contenders() if one.kind in kinds)


def everyone() -> tuple[str, ...]:
    """All of them."""
    return tuple(one.name for one in contenders())


def usual() -> tuple[str, ...]:
    """All but those that are measured seldom."""
    return tuple(one.name for one in contenders() if not one.seldom)


def without_broker() -> tuple[str, ...]:
    """The usual ones whose work goes through no broker."""
    return tuple(one.name for one in contenders() if not one.seldom and one.celery is None)


def seldom() -> tuple[str, ...]:
    """Those that are measured where every case is, and in no other profile."""
    return tuple(one.name for one in contenders() if one.seldom)


def tuned() -> tuple[str, ...]:
    """The tuned ones."""
    return of_kind("tuned")


def stock() -> tuple[str, ...]:
    """Those as installed."""
    return of_kind("stock")


def control_alone() -> tuple[str, ...]:
    """The control in its usual way."""
    return (control().contenders[0].name,)


def core() -> tuple[str, ...]:
    """The control and the tuned ones."""
    return (*control_alone(), *tuned())


def special() -> tuple[str, ...]:
    """The usual ones that go a way of their own."""
    return tuple(name for name in usual() if name in of_kind("special"))
