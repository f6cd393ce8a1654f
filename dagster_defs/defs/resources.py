"""The resources of this deployment."""

import dagster as dg

from dagster_defs.resources import resources


@dg.definitions
def deployed() -> dg.Definitions:
    """As the environment names them."""
    return dg.Definitions(resources=resources())
