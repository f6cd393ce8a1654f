"""The stages at which a mistake may be caught, in short."""

from records.ergonomics import Stage

SHOWN: dict[Stage, str] = {
    "load": "load",
    "validate": "validate",
    "unit": "unit tests",
    "integration": "integration tests",
    "run": "production",
    "never": "never",
    "absent": "not possible",
}
BEFORE_PRODUCTION: tuple[Stage, ...] = ("load", "validate", "unit", "integration")
