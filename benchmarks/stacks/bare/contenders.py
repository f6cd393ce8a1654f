"""The control, day after day or all days in one go."""

from benchmarks.stacks.spec import Contender

CONTENDERS = (
    Contender(
        "bare",
        "bare",
        kind="control",
        label="bare",
        about="plain Python, day after day",
        dbt="in process per day",
        about_s=(3, 2.3),
    ),
    Contender(
        "bare:range",
        "bare",
        kind="special",
        label="bare (range)",
        about="plain Python, all days in one go",
        dbt="in process for all days",
        as_range=True,
        about_s=(5, 0.3),
    ),
)
