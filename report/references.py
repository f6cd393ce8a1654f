"""Which references are committed, from when, and what has changed since: ``python -m report.references``."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from records.names import BACKFILLS, REFERENCES
from report.chapters.registry import title
from report.data.changes import changed_since
from report.data.folders import read_evidence
from report.data.results import Results
from report.readme import REFERENCE
from report.text import plural


@dataclass(frozen=True)
class Committed:
    """A reference: of what it tells, its profile, its folder, its day, how many changes of method are newer.

    folder and on are None where it has not been measured.
    """

    about: str
    profile: str
    folder: Path | None = None
    on: date | None = None
    changes: int = 0

    @property
    def state(self) -> str:
        """Whether its figures are of today's method."""
        if self.folder is None:
            return "not measured"
        return f"older than its method: {plural(self.changes, 'change')} since" if self.changes else "of today's method"


def committed(folder: Path = REFERENCE) -> list[Committed]:
    """Every reference in the folder, and those on backfills that are not; raises ResultError if one is unsound."""
    found = []
    for path in sorted(one for one in folder.iterdir() if one.is_dir()):
        for key, part in read_evidence([path]).parts.items():
            profile = part.plan.profile if isinstance(part, Results) else ""
            changes = changed_since(part.measured_on)
            found.append(Committed(title(key), profile, path, part.measured_on, changes))
    measured = {one.profile for one in found}
    return [*found, *(Committed(title(f"{BACKFILLS}-{name}"), name) for name in REFERENCES if name not in measured)]


def main() -> None:
    """Print them as a table."""
    table = Table("reference", "profile", "measured", "state", "folder", box=None, padding=(0, 2, 0, 0))
    for one in committed():
        table.add_row(one.about, one.profile, str(one.on or ""), one.state, one.folder.name if one.folder else "")
    console = Console()
    if not console.is_terminal:
        console.width = 200  # whole lines, to pipe on
    console.print(table)


if __name__ == "__main__":
    main()
