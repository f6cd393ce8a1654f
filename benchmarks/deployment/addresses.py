"""Where a stack is that is up already, and how to be let in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """A stack that somebody else has started."""

    about: str
    """The address as messages begin with it, with what the user named it by: --url airflow=http://here."""
    url: str
    user: str
    """'' where nobody is asked."""
    password: str
    login_from: str
    """The variables that both come from."""
    warehouse: str
    """For libpq: the database that its pipeline writes to."""
    warehouse_from: str
    """Where that is said."""
    records: str | None = None
    """For libpq: the database of its own records; None where it is not ours to read."""
