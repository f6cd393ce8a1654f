"""The base of every record: nothing unknown, numbers that can be counted with, nothing changed after it was made."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, field_validator

SCHEMA_VERSION: Final = 3
"""The version of result files as they are written now; records/schema_2.py reads the one before."""

LARGEST: Final = 10**15
"""What no second, byte or row counts beyond: sums, ratios and squares of less are numbers still."""


class Strict(BaseModel):
    """A record that knows all of its fields and is never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @field_validator("*", mode="after")
    @classmethod
    def _countable(cls, value: Any) -> Any:
        if any(abs(number) > LARGEST for number in _numbers(value)):
            raise ValueError(f"a number beyond {LARGEST:.0e} is no measurement")
        return value


def _numbers(value: Any) -> Iterable[int | float]:
    if isinstance(value, int | float):
        return (value,)
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return (number for part in parts for number in _numbers(part))
