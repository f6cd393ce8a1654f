"""Everything that a report is made of: the results of up to three folders, each of its own kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from records.ergonomics import ABOUT
from records.measurement import Machine
from report.data.ergonomics import Ergonomics, read_ergonomics
from report.data.read import read_results
from report.data.results import Results
from report.errors import ResultError


@dataclass(frozen=True)
class Evidence:
    """Results of backfills, of reruns (both in the same folder, it may be) and of testing; None: not measured.

    deployed has backfills of stacks that others have started, where there are some of the harness's own as well.
    """

    backfills: Results | None = None
    deployed: Results | None = None
    reruns: Results | None = None
    ergonomics: Ergonomics | None = None

    @property
    def results(self) -> dict[str, Results]:
        """What was measured of running, by what it is about; a folder that holds both stands once."""
        if self.backfills and self.backfills is self.reruns:
            return {"Backfill, failures and changes": self.backfills}
        backfills = [results for results in (self.backfills, self.deployed) if results]
        found = {f"Backfill{_where(results)}": results for results in backfills}
        return found | ({"Failures and changes": self.reruns} if self.reruns else {})

    @property
    def machines(self) -> dict[str, list[Machine]]:
        """The machines that each part was measured on, by what the part is about; one each if all is well."""
        found = {about: [m.machine for m in results.measurements] for about, results in self.results.items()}
        if self.ergonomics:
            found["Testing and changing"] = [self.ergonomics.about.machine]
        return {about: list({one.model_dump_json(): one for one in own}.values()) for about, own in found.items()}


def read_evidence(folders: Sequence[Path]) -> Evidence:
    """Read result folders of `bench run` and of `bench ergonomics`, in any order.

    Raises ResultError if one cannot be read, or where two are about the same: no figure is made of two runs.
    """
    found: dict[str, Results | Ergonomics] = {}
    for folder in folders:
        for about, evidence in _read(folder):
            if about in found:
                raise ResultError(f"{folder}: holds {about} and so does another folder; take one of them")
            found[about] = evidence
    if not found:
        raise ResultError("no folder of results was named")
    return _evidence(found)


def first_of_each(folders: Sequence[Path]) -> Evidence:
    """Of several folders about the same the first; raises ResultError if one cannot be read."""
    found: dict[str, Results | Ergonomics] = {}
    for folder in folders:
        found = dict(_read(folder)) | found
    return _evidence(found)


def _evidence(found: dict[str, Results | Ergonomics]) -> Evidence:
    # Where no others were measured, the verdict is on these.
    if "backfills" not in found and "deployed" in found:
        found = {"backfills" if about == "deployed" else about: one for about, one in found.items()}
    return Evidence(**found)  # type: ignore[arg-type]


def _where(results: Results) -> str:
    """Where the stacks were, for a heading; nothing where the harness started them."""
    return {"compose": " on Docker Compose", "attached": " of running deployments"}.get(results.plan.target, "")


def _read(folder: Path) -> list[tuple[str, Results | Ergonomics]]:
    if (folder / ABOUT).exists():
        return [("ergonomics", read_ergonomics(folder))]
    results = read_results(folder)
    backfills = "backfills" if results.plan.target == "embedded" else "deployed"
    holds = {backfills: results.subjects, "reruns": results.reruns}
    return [(about, results) for about, subjects in holds.items() if subjects]
