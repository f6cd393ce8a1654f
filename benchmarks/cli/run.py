"""The command ``bench run``."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, get_args

import typer

from benchmarks import runner
from benchmarks.cli import console
from benchmarks.cli.options import (
    ResumeFolder,
    addresses_of,
    check_known,
    checked_source,
    command_line,
    contenders_at,
    first_day,
    shown,
)
from benchmarks.errors import BenchError, about
from benchmarks.measuring.folders import new_results_folder
from benchmarks.measuring.plan_file import make_plan, read_plan
from benchmarks.measuring.schedule import Item, items
from benchmarks.scenarios.asking import Wish, asks, plan_of
from benchmarks.scenarios.registry import profiles
from benchmarks.scenarios.registry import scenarios as known_scenarios
from benchmarks.stacks import registry
from records.names import PACKAGED, Target
from records.plan import Plan

EXAMPLES = """Examples: [b]bench run --contender airflow --contender dagster --days 7 --rounds 5[/b]

[b]bench run --profile standard --dry-run[/b]

[b]bench run aa --contender dagster:tuned --profile standard[/b]

[b]bench run --target compose --days 3[/b]

[b]bench run --target attached --url airflow=https://airflow.example.org --days 7 --rounds 3[/b]"""
SCENARIOS, PROFILES = known_scenarios(), profiles()


def run(
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(help="; ".join(f"[b]{name}[/b]: {one.about}" for name, one in SCENARIOS.items())),
    ] = None,
    profile: Annotated[
        str, typer.Option(help="; ".join(f"[b]{name}[/b]: {one.about}" for name, one in PROFILES.items()))
    ] = "quick",
    contenders: Annotated[
        list[str] | None,
        typer.Option(
            "--contender",
            help=f"One of {', '.join(c.name for c in registry.contenders())}, or a tool's name alone (tuned, or at the "
            "target); repeatable; the profile's if left out.",
        ),
    ] = None,
    days: Annotated[
        int | None, typer.Option(min=1, max=10_000, help="How many days, growing apart; the profile's if left out.")
    ] = None,
    concurrency: Annotated[
        int | None, typer.Option(min=1, max=64, help="How many days may run at once; the profile's if left out.")
    ] = None,
    start: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The first day; 2013-02-11 (for many days 2013-01-01) if left out."),
    ] = None,
    source: Annotated[
        str,
        typer.Option(
            help="The readings: packaged, files:PATH, generated:STATIONS or open-meteo; growing has its own. Stacks "
            "that are up already have to have the same."
        ),
    ] = PACKAGED,
    rounds: Annotated[int | None, typer.Option(min=1, help="How many rounds; the profile's if left out.")] = None,
    warm_ups: Annotated[
        int | None,
        typer.Option(min=0, help="How many rounds before the others, for memory alone; the profile's if left out."),
    ] = None,
    target: Annotated[
        str,
        typer.Option(
            help="[b]embedded[/b]: the harness starts the stacks; [b]compose[/b]: 'docker compose up' has; "
            "[b]attached[/b]: they are at the addresses named."
        ),
    ] = "embedded",
    url: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TOOL=ADDRESS",
            help="Where a tool is, with --target attached; repeatable. Its login is in BENCH_<TOOL>_USER and "
            "BENCH_<TOOL>_PASSWORD, if it asks for one, and its warehouse, as libpq takes it, in "
            "BENCH_<TOOL>_WAREHOUSE.",
        ),
    ] = None,
    url_of: Annotated[str | None, typer.Option("--airflow-url", "--dagster-url", hidden=True)] = None,
    time_builds: Annotated[
        bool, typer.Option("--time-builds", help="With --target compose: build the images anew first, and time it.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="A new folder for the results; results/<now>-<machine> if left out.")
    ] = None,
    resume: ResumeFolder = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan and how long it takes, and stop.")] = False,
) -> None:
    """Measure the contenders, check that their tables are the same, write the report.

    Exit code 0: every contender was measured and left bare's tables; 1: one was not, or did not.
    """
    if url_of:
        raise BenchError("--airflow-url, --dagster-url: write --url airflow=ADDRESS, --url dagster=ADDRESS instead")
    if resume:
        given = (scenarios, contenders, days, concurrency, start, rounds, warm_ups, url, out)
        if any(value is not None for value in given) or (profile, source, target) != ("quick", PACKAGED, "embedded"):
            raise BenchError("--resume: takes no other option; the folder's plan says what to measure")
        with about(f"--resume {resume}"):
            folder = resume.resolve()
            plan = read_plan(folder)
            left = runner.unfinished(plan, folder)
    else:
        for name in scenarios or ():
            check_known(SCENARIOS, name, "scenario")
        check_known(PROFILES, profile, "--profile")
        check_known(get_args(Target), target, "--target")
        if time_builds and target != "compose":
            raise BenchError("--time-builds: goes with --target compose")
        urls = addresses_of(url, target)
        wish = Wish(
            tuple(dict.fromkeys(scenarios)) if scenarios else None,
            contenders_at(contenders, target, urls),  # type: ignore[arg-type]
            days,
            # Somebody else's limit is not ours to set; docker-compose.yml's is this.
            concurrency or (None if target == "embedded" else 4),
            rounds,
            warm_ups,
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
    made_up = [ask.scenario for ask in asked if SCENARIOS[ask.scenario].own_source]
    if source != PACKAGED and len(made_up) == len(asked):
        raise BenchError(f"--source {source}: {', '.join(dict.fromkeys(made_up))} makes up its readings")
    cases, entries = plan_of(asked, lambda count: start or first_day(count), source)
    return make_plan(
        profile=profile,
        command=command_line(),
        cases=[case.model_copy(update={"source": checked_source(case)}) for case in cases],
        entries=entries,
        scenarios=[one.recorded() for name, one in SCENARIOS.items() if name in {entry.scenario for entry in entries}],
        target=target,
        urls=urls,
    )


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
    write_report(folder)
    console.show_summary(results, "table")
    console.show_sources(results)
    console.note(f"the report: {folder / 'index.html'} and {folder / 'report.md'}")
