"""The base of every record: nothing unknown, nothing changed after it was made."""

from typing import Final

from pydantic import BaseModel, ConfigDict

SCHEMA_VERSION: Final = 3
"""The version of result files as they are written now; records/schema_2.py reads the one before."""


class Strict(BaseModel):
    """A record that knows all of its fields and is never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)
