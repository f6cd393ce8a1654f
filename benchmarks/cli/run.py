"""The command ``bench run``."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, get_args

import typer

from benchmarks import runner
from benchmarks.cli import console
from benchmarks.cli.options import (
    addresses_of,
    check_known,
    checked_source,
    command_line,
    contenders_at,
    shown,
)
from benchmarks.errors import BenchError, about
from benchmarks.measuring.folders import new_results_folder
from benchmarks.measuring.plan_file import read_plan
from benchmarks.measuring.schedule import Item, items
from benchmarks.scenarios.asking import Wish, asks, first_day, plan_of
from benchmarks.scenarios.planning import planned
from benchmarks.scenarios.registry import named, profiles, scenario
from records.names import PACKAGED, Target
from records.plan import Plan

EXAMPLES = """Examples: [b]bench run rerun --contender dagster --dry-run[/b]

[b]bench run --contender airflow --contender dagster --days 7 --rounds 5[/b]

[b]bench run --resume results/…[/b]"""


def run(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Families or scenarios, such as rerun."),
    ] = None,
    profile: Annotated[str, typer.Option(metavar="NAME", help="quick, standard, …", show_default=False)] = "quick",
    contenders: Annotated[
        list[str] | None,
        typer.Option("--contender", metavar="NAME", help="A contender or a tool; repeatable."),
    ] = None,
    days: Annotated[int | None, typer.Option(metavar="N", min=1, max=10_000, help="Days in a case.")] = None,
    concurrency: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=64, help="Days that may run at once.")
    ] = None,
    start: Annotated[
        datetime | None, typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="The first day, as 2013-06-01.")
    ] = None,
    source: Annotated[
        str,
        typer.Option(metavar="SOURCE", help="files:PATH, generated:N, open-meteo.", show_default=False),
    ] = PACKAGED,
    rounds: Annotated[int | None, typer.Option(metavar="N", min=1, help="Rounds of each contender.")] = None,
    warm_ups: Annotated[int | None, typer.Option(metavar="N", min=0, help="Rounds before, for memory only.")] = None,
    minutes: Annotated[float | None, typer.Option(metavar="N", min=0.1, help="Minutes idle.")] = None,
    steps: Annotated[int | None, typer.Option(metavar="N", min=2, max=100, help="Steps of a chain.")] = None,
    target: Annotated[
        str, typer.Option(metavar="WHERE", help="embedded, compose or attached.", show_default=False)
    ] = "embedded",
    url: Annotated[list[str] | None, typer.Option(metavar="TOOL=URL", help="A tool's address (attached).")] = None,
    time_builds: Annotated[bool, typer.Option("--time-builds", help="Time the images' build (compose).")] = False,
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="A new folder for the results.")] = None,
    resume: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Go on with a stopped run.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan and its time; stop.")] = False,
) -> None:
    """Measure contenders, check that their tables are the same, write the report.

    The profile decides what you leave out. 'bench list' shows every name, docs/measuring.md explains the options.
    Exit code 1: a contender failed, or its tables differ from bare's.
    """
    if resume:
        given = (names, contenders, days, concurrency, start, rounds, warm_ups, minutes, steps, url, out)
        if any(value is not None for value in given) or (profile, source, target) != ("quick", PACKAGED, "embedded"):
            raise BenchError("--resume: takes no other option; the folder's plan says what to measure")
        with about(f"--resume {resume}"):
            folder = resume.resolve()
            plan = read_plan(folder)
            left = runner.unfinished(plan, folder)
    else:
        chosen = named(names) if names else None
        check_known(profiles(), profile, "--profile")
        check_known(get_args(Target), target, "--target")
        if time_builds and target != "compose":
            raise BenchError("--time-builds: goes with --target compose")
        urls = addresses_of(url, target)
        wish = Wish(
            chosen,
            contenders_at(contenders, target, urls),  # type: ignore[arg-type]
            days,
            # Somebody else's limit is not ours to set; docker-compose.yml's is this.
            concurrency or (None if target == "embedded" else 4),
            rounds,
            warm_ups,
            round(60 * minutes) if minutes else None,
            steps,
            up_already=target != "embedded",
        )
        folder = (out or new_results_folder()).resolve()
        plan = _planned(profile, wish, start.date() if start else None, source, target, urls)  # type: ignore[arg-type]
        left = items(plan)
    console.show_plan(plan, left)
    if dry_run:
        return
    runner.reach(plan, left)
    if not resume:
        runner.start(plan, folder, console.note, time_builds=time_builds)
    if left:
        runner.make_environments(runner.started(plan), console.note)  # uv shows its own progress
    failures = _measured(plan, folder, left)
    if any((folder / "measurements").glob("*.json")):
        _told(folder)
    if failures:
        raise BenchError("; ".join(failures))


def _planned(
    profile: str, wish: Wish, start: date | None, source: str, target: Target, urls: Mapping[str, str]
) -> Plan:
    """The plan of what the user asks for; raises BenchError or InputError where it cannot be asked for."""
    asked = asks(profile, wish)
    made_up = [ask.scenario for ask in asked if scenario(ask.scenario).own_source]
    if source != PACKAGED and len(made_up) == len(asked):
        raise BenchError(f"--source {source}: {', '.join(dict.fromkeys(made_up))} makes up its readings")
    cases, entries = plan_of(asked, lambda count: start or first_day(count), source)
    checked = [case.model_copy(update={"source": checked_source(case)}) for case in cases]
    return planned(profile, command_line(), checked, entries, target, urls)


def _measured(plan: Plan, folder: Path, left: list[Item]) -> list[str]:
    """Measure what is left, shown as it goes on; what went wrong, a sentence each."""
    display = console.RunDisplay(left)
    try:
        with display:
            runner.run(plan, folder, display.tell, display.finished)
    except KeyboardInterrupt:
        console.note(f"to go on: bench run --resume {shown(folder)}")
        raise
    return display.failures


def _told(folder: Path) -> None:
    """Write the report, and show what matters of it."""
    from report.data.read import read_results
    from report.report import write_report

    results = read_results(folder)
    page = next(path for path in write_report(folder) if path.suffix == ".html")
    console.show_figures(results)
    console.show_sources(results)
    console.note(f"the page: {page.as_uri()} ('bench open' opens it, 'bench summary' has every figure)")
