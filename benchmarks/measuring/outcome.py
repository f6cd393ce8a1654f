"""How a measurement went, in a sentence."""

from benchmarks.errors import BenchError
from records.measurement import Measurement


def problem_of(outcome: Measurement | BenchError) -> str | None:
    """Why the measurement is worth no number; None where it is."""
    if isinstance(outcome, BenchError):
        return str(outcome)
    if outcome.outcome == "failed":
        return outcome.reason or "failed"
    if not outcome.parity.identical:
        first = outcome.parity.differences[0]
        return (
            f"{outcome.parity.difference_count} differences from bare; the first: {first.table}, {first.key}, "
            f"{first.column}: {first.bare} in bare, {first.contender} here"
        )
    return None
