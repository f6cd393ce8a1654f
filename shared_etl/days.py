"""The partition key: a UTC date, or an unbroken range of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from shared_etl.errors import InputError


@dataclass(frozen=True)
class Days:
    """Every UTC date from start to end, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InputError(f"days: the end {self.end} is before the start {self.start}")

    @classmethod
    def parse(cls, start: str, end: str | None = None) -> "Days":
        """Days from ISO dates; one date alone is that day.

        Raises InputError where a text is not a date as YYYY-MM-DD.
        """
        try:
            first = date.fromisoformat(start)
            return cls(first, date.fromisoformat(end) if end else first)
        except ValueError as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"days: {error}; write dates as YYYY-MM-DD") from error

    @classmethod
    def of(cls, start: date, count: int) -> "Days":
        """The count days from start on; raises InputError where they go beyond the last that there is."""
        try:
            return cls(start, start + timedelta(days=count - 1))
        except OverflowError as error:
            raise InputError(f"days: {count} days from {start} on end after {date.max}; begin earlier") from error

    def __iter__(self) -> Iterator["Days"]:
        """Each day by itself, in order."""
        for offset in range(len(self)):
            day = self.start + timedelta(days=offset)
            yield Days(day, day)

    def __len__(self) -> int:
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return str(self.start) if self.start == self.end else f"{self.start}_{self.end}"


def spans(days: Iterable[date]) -> str:
    """The days as a person reads them: unbroken ranges as 'first to last'."""
    found: list[list[date]] = []
    for day in sorted(days):
        if found and day - found[-1][-1] == timedelta(days=1):
            found[-1][1:] = [day]
        else:
            found.append([day])
    return ", ".join(" to ".join(map(str, span)) for span in found)
