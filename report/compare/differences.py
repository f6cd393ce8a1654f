"""What is not the same on both sides, apart from the figures: machine, versions, cases."""

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict

from records.plan import Case
from report.data.machines import DIFFER_IN
from report.data.results import Results
from report.text import MISSING

HARNESS = "harness"


class Mismatch(BaseModel):
    """One thing that both sides have and that is not the same; each side's in words, all of them where it has several.

    where is 'machine', a stack ('harness' for the measuring process) or the name of a case.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["machine", "version", "case"]
    where: str
    what: str
    a: str
    b: str

    @property
    def words(self) -> str:
        """What is how on which side."""
        return f"{self.what} {self.a} in A, {self.b} in B"


def mismatches(a: Results, b: Results) -> list[Mismatch]:
    """Everything that differs, machines first. Seed, profile and number of rounds may differ."""
    return [*_machines(a, b), *_versions(a, b), *_cases(a, b)]


def case_mismatches(a: Case, b: Case) -> list[Mismatch]:
    """How two cases of one name differ; [] where the same is asked for."""
    return [
        Mismatch(kind="case", where=a.name, what=what, a=one, b=other)
        for what, one, other in ((what, _value(a, what), _value(b, what)) for what in Case.model_fields)
        if one != other
    ]


def cases(results: Results) -> dict[str, Case]:
    """Every case that was planned or measured, by name."""
    return {subject.case.name: subject.case for subject in results.subjects}


def _machines(a: Results, b: Results) -> Iterator[Mismatch]:
    for what, read in DIFFER_IN.items():
        one, other = ({read(m.machine): None for m in results.measurements} for results in (a, b))
        # Several machines on one side do not compare either, even if the other side has the same ones.
        if one != other or len(one) > 1:
            yield Mismatch(kind="machine", where="machine", what=what, a=" / ".join(one), b=" / ".join(other))


def _versions(a: Results, b: Results) -> Iterator[Mismatch]:
    one, other = (_installed(results) for results in (a, b))
    for stack in [stack for stack in one if stack in other]:
        for package in sorted({*one[stack], *other[stack]}):
            versions = [side[stack].get(package, MISSING) for side in (one, other)]
            if versions[0] != versions[1]:
                yield Mismatch(kind="version", where=stack, what=package, a=versions[0], b=versions[1])


def _installed(results: Results) -> dict[str, dict[str, str]]:
    pythons = dict.fromkeys(m.machine.python for m in results.measurements)
    return results.installed() | {HARNESS: {"python": " / ".join(pythons)}}


def _cases(a: Results, b: Results) -> Iterator[Mismatch]:
    others = cases(b)
    for name, case in cases(a).items():
        if name in others:
            yield from case_mismatches(case, others[name])


def _value(case: Case, what: str) -> str:
    if what == "days":
        return f"{case.days.start} to {case.days.end}"
    value = getattr(case, what)
    return MISSING if value is None else str(value)
