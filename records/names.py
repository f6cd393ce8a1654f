"""Names that the harness writes and the report reads."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final, Literal

from pydantic import StringConstraints

PIPELINE: Final = (
    "raw_weather_data",
    "cleaned_weather_data",
    "validated_readings",
    "stg_weather__readings",
    "city_aggregates",
    "daily_weather_summary",
    "weather_report",
)
"""The steps of a partition, dbt models among them, in the order of the flow."""

CONTROL: Final = "bare"
"""The contender that the others are compared with, and its stack: the pipeline in plain Python."""

Configured = Annotated[str, StringConstraints(pattern=rf"^({CONTROL}|[^:\s]+:[^:\s]\S*)$")]
"""A contender's name: the control alone, or any stack with a configuration: airflow:tuned."""

PACKAGED: Final = "packaged"
"""The source of readings that comes with the project."""

BACKFILL, AA, GROWING = "backfill", "aa", "growing"
"""The scenarios of the family backfills."""

BACKFILLS: Final = "backfills"
"""The family of native backfills."""

REFERENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "tuned": "tuned, without a broker",
        "warm": "warm workers",
        "in-process": "dbt in process",
        "many-days": "many days",
        "month": "a month",
        "year": "a year",
        "at-once": "days at once",
        "special": "as installed and special",
        "noise": "against themselves",
    }
)
"""Profile whose results are a reference on backfills -> what readers call it; the most important first."""

RERUN: Final = "rerun"
"""The family of faults and changes after which days are asked for again."""

IDLE: Final = "idle"
"""The family of deployments that have nothing to do."""

SCHEDULES_ON: Final = "schedules-on"
"""Its scenario: every service up, schedules on, and nothing asked for."""

PROFILED: Final = "profiled"
"""The family of backfills whose call stacks are sampled."""

CALL_STACKS: Final = "call-stacks"
"""Its scenario."""

CHAIN: Final = "chain"
"""The family of steps one after the other that do next to nothing."""

LIGHT_STEPS, HEAVY_STEPS = "light-steps", "heavy-steps"
"""Its scenarios: many steps of a few microseconds, some of a third of a second."""

ERGONOMICS: Final = "ergonomics"
"""How it is to test and to change a wrapper: measured by `bench ergonomics`."""

Target = Literal["embedded", "compose", "attached"]
"""Where the stacks are: started by the harness, by docker compose, or anywhere that has an address."""

Kind = Literal["control", "stock", "tuned", "special"]
"""What kind of configuration a contender is; special is any way of its own."""
