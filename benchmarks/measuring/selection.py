"""Groups of contenders by what they are, whatever stacks there are: names, stack by stack."""

from benchmarks.stacks.registry import contender, contenders, control, spec
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


def with_beside(*names: str) -> tuple[str, ...]:
    """Those, and the contenders that are always measured beside one of them."""
    return tuple(one.name for one in contenders() if one.name in names or (one.beside and one.beside in names))


def of_pair(pair: str) -> tuple[str, ...]:
    """Those of the pair."""
    return tuple(one.name for one in contenders() if pair in one.pairs)


def documented(names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of them that are ways which their tool documents."""
    return tuple(name for name in names if not contender(name).own_way)


def deployable() -> tuple[str, ...]:
    """The control, and what a team would deploy: as installed, tuned, and with workers behind a broker."""
    paired = {"as installed", "no broker", "warm workers"}
    return (*control_alone(), *(one.name for one in contenders() if paired & set(one.pairs) and not one.beside))


def launched_as_runs() -> tuple[str, ...]:
    """The tuned ones whose tool can launch a run for each day at once."""
    return tuple(name for name in tuned() if spec(contender(name).stack).launches_runs)


def with_chain(shape: str) -> tuple[str, ...]:
    """Those of deployable whose tool has a chain of steps of the shape."""
    return tuple(name for name in deployable() if shape in spec(contender(name).stack).chains)
