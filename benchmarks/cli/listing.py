"""The command ``bench list``: what can be measured, and about how long it takes."""

from dataclasses import dataclass
from typing import Annotated

import typer

from benchmarks.cli import console
from benchmarks.cli.options import check_known
from benchmarks.measuring.schedule import items
from benchmarks.scenarios.asking import Wish, asks, first_day, plan_of
from benchmarks.scenarios.estimate import seconds
from benchmarks.scenarios.planning import planned
from benchmarks.scenarios.registry import families, profiles, scenarios
from benchmarks.stacks.registry import contenders
from benchmarks.stacks.spec import Contender
from records.names import BACKFILL, PACKAGED

LIST = "Examples: [b]bench list[/b]\n\n[b]bench list --format json | jq '.[] | select(.kind == \"contender\")'[/b]"
_QUICK = "quick"


@dataclass(frozen=True)
class Listed:
    """Something that `bench run` takes: its kind and name, what it belongs to, what it is, how long it takes."""

    kind: str
    name: str
    of: str
    about: str
    seconds: float


def listed() -> list[Listed]:
    """Every family, scenario, contender and profile, kind by kind.

    Times are estimates on two cores: of a family, scenario or profile of all that `bench run` measures of it, in the
    quick profile where none is named; of a contender of one backfill of three days.
    """
    return [
        *(
            Listed("family", one.name, "", one.about, _seconds(_QUICK, tuple(each.name for each in one.scenarios)))
            for one in families()
        ),
        *(
            Listed("scenario", one.name, one.family, one.about, _seconds(_QUICK, (one.name,)))
            for one in scenarios().values()
        ),
        *(
            Listed("contender", one.name, one.stack, _paired(one), _seconds(_QUICK, (BACKFILL,), one.name))
            for one in contenders()
        ),
        *(Listed("profile", name, "", one.about, _seconds(name)) for name, one in profiles().items()),
    ]


def _paired(contender: Contender) -> str:
    """What it is, behind the pairs that it is of."""
    return ": ".join(filter(None, (", ".join(contender.pairs), contender.about)))


def _seconds(profile: str, chosen: tuple[str, ...] | None = None, contender: str | None = None) -> float:
    wish = Wish(chosen) if contender is None else Wish(chosen, (contender,), rounds=1, warm_ups=0)
    return seconds(items(planned(profile, "", *plan_of(asks(profile, wish), first_day, PACKAGED))))


def show_list(
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="table or json.")] = "table",
) -> None:
    """Show families, scenarios, contenders and profiles: what each is, and about how long it takes."""
    check_known(("table", "json"), form, "--format")
    console.show_list(listed(), form)
