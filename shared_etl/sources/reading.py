"""A reading of a source that has files: its rows, and the account of what was read for which day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

import pandas as pd

from shared_etl.days import Days, spans
from shared_etl.landing import PassedOver, around

_NAMED = 10
"""So many files that were passed over for the same reason are named; of the rest it is told how many they are."""


class Account:
    """Which files were read for which day, with how many rows, and which were passed over, and why."""

    def __init__(self, days: Days) -> None:
        self.rows: dict[date, dict[str, int]] = {day.start: {} for day in days}
        """Day -> file -> rows of that day; 0 of a file that was read, and had none."""
        self._passed_over: list[PassedOver] = []
        self._named: list[tuple[str, Days]] = []

    @property
    def empty_days(self) -> list[date]:
        """The days that no file had a row of."""
        return [day for day, files in self.rows.items() if not sum(files.values())]

    def read(self, file: str, named_for: Days | None) -> None:
        """The file is read for every day, or for those that its name says and one before and after."""
        near = around(named_for) if named_for else None
        for day, files in self.rows.items():
            if near is None or day in near:
                files.setdefault(file, 0)
        if named_for:
            self._named.append((file, named_for))

    def landed(self, file: str, frame: pd.DataFrame) -> None:
        """Rows of the file were handed on."""
        counts = frame["partition_date"].value_counts()
        for day, count in zip(counts.index, counts, strict=True):
            self.rows[day][file] = self.rows[day].get(file, 0) + int(count)

    def pass_over(self, *files: PassedOver) -> None:
        """The files are read for no day."""
        for one in files:
            for read in self.rows.values():
                read.pop(one.file, None)
        self._passed_over += files

    def passed_over(self, day: date) -> list[PassedOver]:
        """What was not read for the day; of many files with the same reason, some by name and how many more."""
        by_reason: dict[str, list[PassedOver]] = defaultdict(list)
        for one in self._passed_over:
            by_reason[one.why].append(one)
        named = [PassedOver(file, f"its name says {own}") for file, own in self._named if day not in around(own)]
        return [one for files in (*by_reason.values(), named) for one in _some(files)]

    def lines(self) -> Iterator[str]:
        """What a person reads: days with the same files together."""
        told: dict[str, list[date]] = defaultdict(list)
        for day, files in self.rows.items():
            told["; ".join((_read(files), *self._left(day)))].append(day)
        for what, days in told.items():
            yield f"{spans(days)}: {what}"

    def _left(self, day: date) -> list[str]:
        others = sum(day not in around(own) for _, own in self._named)
        left = [f"{one.file} ({one.why})" for one in self._passed_over]
        left += [f"{others} file{'' if others == 1 else 's'} named for other days"] if others else []
        return [f"passed over: {', '.join(left)}"] if left else []


class Reading(Iterator[pd.DataFrame]):
    """The frames of a source's rows, with the account, which is whole when the last frame has been taken."""

    def __init__(self, frames: Iterable[pd.DataFrame], account: Account) -> None:
        self._frames, self.account = iter(frames), account

    def __next__(self) -> pd.DataFrame:
        """The next frame of RAW_COLUMNS."""
        return next(self._frames)


def _read(files: dict[str, int]) -> str:
    counted = [f"{count} row{'' if count == 1 else 's'} of {file}" for file, count in files.items()]
    return ", ".join(counted) or "no file read"


def _some(files: list[PassedOver]) -> list[PassedOver]:
    more = len(files) - _NAMED
    return [*files[:_NAMED], *([PassedOver(f"{more} more", files[_NAMED].why)] if more > 0 else [])]
