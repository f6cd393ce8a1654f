"""``bench``: run the weather pipeline in plain Python, Airflow and Dagster, and compare what each costs."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, get_args

import typer

from benchmarks import runner as runs
from benchmarks.cli import console, doctor
from benchmarks.cli.options import absolute, check_known, checked_source, command_line, contenders_at, first_day, share
from benchmarks.deployment import environments
from benchmarks.errors import BenchError
from benchmarks.measuring.schedule import items, make_plan, read_plan
from benchmarks.scenarios.profiles import PACKAGED, PROFILES, SCENARIOS, Wish, asks, plan_of
from benchmarks.stacks.registry import CONTENDERS, contender
from records.measurement import Target
from report.errors import ResultError
from shared_etl.errors import InputError

# What reads and draws results (pandas, scipy, altair) takes seconds to import: only the commands that need it do.

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode="rich", help=__doc__)

_HOLDS_RESULTS = ("plan.json", "ergonomics.json")

ResumeFolder = Annotated[
    Path | None, typer.Option(help="Go on with a run that was stopped: its folder. What is measured stays as it is.")
]
ResultsFolder = Annotated[Path | None, typer.Argument(help="A results folder; the newest if left out.")]


@app.command(
    epilog="""Examples: [b]bench run --contender airflow --contender dagster --days 7 --rounds 5[/b]

[b]bench run --profile standard --dry-run[/b]

[b]bench run aa --contender dagster:tuned --profile standard[/b]

[b]bench run --target compose --days 3[/b]

[b]bench run --target attached --airflow-url https://airflow.example.org --days 7 --rounds 3[/b]"""
)
def run(
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(help="; ".join(f"[b]{name}[/b]: {about}" for name, about in SCENARIOS.items())),
    ] = None,
    profile: Annotated[
        str, typer.Option(help="; ".join(f"[b]{name}[/b]: {one.about}" for name, one in PROFILES.items()))
    ] = "quick",
    contenders: Annotated[
        list[str] | None,
        typer.Option(
            "--contender",
            help=f"One of {', '.join(c.name for c in CONTENDERS)}, or airflow or dagster (tuned, or at the target); "
            "repeatable; the profile's if left out.",
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
    airflow_url: Annotated[
        str | None,
        typer.Option(
            help="An Airflow, with its login in BENCH_AIRFLOW_USER and BENCH_AIRFLOW_PASSWORD and its warehouse, as "
            "libpq takes it, in BENCH_AIRFLOW_WAREHOUSE."
        ),
    ] = None,
    dagster_url: Annotated[
        str | None,
        typer.Option(
            help="A Dagster webserver, with its warehouse in BENCH_DAGSTER_WAREHOUSE, and a login if it has one."
        ),
    ] = None,
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
    if resume:
        given = (scenarios, contenders, days, concurrency, start, rounds, warm_ups, airflow_url, dagster_url, out)
        if any(value is not None for value in given) or (profile, source, target) != ("quick", PACKAGED, "embedded"):
            raise BenchError("--resume: takes no other option; the folder's plan says what to measure")
        folder = resume.resolve()
        plan = read_plan(folder)
    else:
        check_known(PROFILES, profile, "--profile")
        for scenario in scenarios or ():
            check_known(SCENARIOS, scenario, "scenario")
        check_known(get_args(Target), target, "--target")
        if time_builds and target != "compose":
            raise BenchError("--time-builds: goes with --target compose")
        urls = {stack: url for stack, url in (("airflow", airflow_url), ("dagster", dagster_url)) if url}
        wish = Wish(
            tuple(dict.fromkeys(scenarios)) if scenarios else None,
            contenders_at(contenders, target, urls),
            days,
            # Somebody else's limit is not ours to set; docker-compose.yml's is this.
            concurrency or (None if target == "embedded" else 4),
            rounds,
            warm_ups,
            up_already=target != "embedded",
        )
        asked = asks(profile, wish)
        if source != PACKAGED and all(ask.stations is not None for ask in asked):
            raise BenchError(f"--source {source}: growing makes up its readings")
        cases, entries = plan_of(asked, lambda count: start.date() if start else first_day(count), source)
        cases = [case.model_copy(update={"source": checked_source(case)}) for case in cases]
        folder = (out or runs.new_results_folder()).resolve()
        plan = make_plan(
            profile=profile,
            command=command_line(),
            cases=cases,
            entries=entries,
            main_case=cases[0].name,
            about=SCENARIOS,
            target=target,  # type: ignore[arg-type]
            urls=urls,
        )
    left = runs.unfinished(plan, folder) if resume else items(plan)
    console.show_plan(plan, left)
    if dry_run:
        return
    runs.reach(plan, left)
    if not resume:
        runs.start(plan, folder, console.note, time_builds=time_builds)
    if left:
        runs.make_environments(plan, console.note)  # uv shows its own progress
    display = console.RunDisplay(left)
    try:
        with display:
            runs.run(plan, folder, display.tell, display.finished)
    except KeyboardInterrupt:
        console.note(f"to go on: bench run --resume {_shown(folder)}")
        raise
    if any((folder / "measurements").glob("*.json")):
        from report.data.read import read_results
        from report.page.render import write_report

        results = read_results(folder)
        write_report(folder)
        console.show_summary(results, "table")
        console.note(f"the report: {folder / 'index.html'} and {folder / 'report.md'}")
    if display.failures:
        raise BenchError("; ".join(display.failures))


def _shown(folder: Path) -> Path:
    """The folder as the user would type it."""
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder


@app.command(epilog="Example: [b]bench ergonomics --rounds 3[/b]; with 'make ergonomics' if an environment is missing")
def ergonomics(
    rounds: Annotated[int, typer.Option(min=1, help="How often each intention's tests are timed.")] = 5,
    out: Annotated[
        Path | None, typer.Option(help="A new folder for the results; results/<now>-<machine>-ergonomics if left out.")
    ] = None,
    resume: ResumeFolder = None,
) -> None:
    """Measure how it is to test and change both wrappers: ten intentions timed, mistakes made, changes counted.

    About an hour and a half on two cores.
    """
    if resume and (out or rounds != 5):
        raise BenchError("--resume: takes no other option; the folder says what to measure")
    from benchmarks.ergonomics import measure

    default = runs.new_results_folder()
    folder = (resume or out or default.with_name(f"{default.name}-ergonomics")).resolve()
    if resume:
        measure.resume(folder)
    else:
        measure.start(folder, rounds, command_line())
    try:
        runs.ergonomics(folder, console.note)
    except KeyboardInterrupt:
        console.note(f"to go on: bench ergonomics --resume {_shown(folder)}")
        raise
    from report.page.render import write_report

    for path in write_report(folder):
        typer.echo(path)


@app.command(epilog="Example: [b]bench up airflow[/b], then open the address that it prints")
def up(
    stack: Annotated[str, typer.Argument(help="airflow or dagster (or a contender, such as airflow:tuned).")],
    source: Annotated[
        str, typer.Option(help="The readings: packaged, files:PATH, generated:STATIONS or open-meteo.")
    ] = "packaged",
) -> None:
    """Start one stack with the pipeline loaded, print its address and login; Ctrl-C stops it."""
    chosen = contender(stack)
    if chosen.stack == "bare":
        raise BenchError("bare has nothing to bring up; take airflow or dagster")
    runs.up(chosen, absolute(source), console.note)


@app.command(
    epilog="""Examples: [b]bench report results/20260101T000000Z-laptop[/b]

[b]bench report results/…-standard results/…-rerun results/…-ergonomics --out everything[/b]"""
)
def report(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Results folders, each about something else: backfills, reruns, tests; the newest if left out."
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write it; the first results folder if left out.")] = None,
) -> None:
    """Write report.md and index.html from the files of results folders alone."""
    from report.page.render import write_report

    for path in write_report(folders or [runs.newest_results_folder()], out):
        typer.echo(path)


@app.command(epilog="Example: [b]bench validate results/*/measurements/*.json[/b]")
def validate(files: Annotated[list[Path], typer.Argument(help="Measurements, plans or step logs.")]) -> None:
    """Check files of results against their schema. Exit code 1 where one has a problem."""
    from report.data.read import validate_file

    problems = [problem for file in files for problem in validate_file(file)]
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise typer.Exit(1)
    console.note(f"{len(files)} file{'s' if len(files) > 1 else ''}: no problem")


@app.command(epilog="Example: [b]bench summary --format json | jq '.[] | select(.metric == \"wall_time\")'[/b]")
def summary(
    folder: ResultsFolder = None,
    form: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Show the figures of a results folder, one record a scenario, contender and metric."""
    check_known(("table", "json"), form, "--format")
    from report.data.read import read_results

    console.show_summary(read_results(folder or runs.newest_results_folder()), form)


@app.command(
    epilog="""Examples: [b]bench compare results/before results/after --fail-if-slower 10%[/b]

[b]bench compare results/desk results/laptop --out comparison[/b]"""
)
def compare(
    a: Annotated[Path, typer.Argument(help="The results folder to compare with: of the version before, say.")],
    b: Annotated[Path, typer.Argument(help="The results folder that the verdicts are on.")],
    form: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
    out: Annotated[Path | None, typer.Option(help="Write a page, index.html and report.md, into this folder.")] = None,
    fail_if_slower: Annotated[
        str | None,
        typer.Option(
            metavar="PERCENT",
            help="Exit code 1 where a wall time is measurably longer, and by more than this (10%); where B has no "
            "number any more for what A measured; where nothing could be judged. What else could not be "
            "judged is a warning.",
        ),
    ] = None,
) -> None:
    """Compare two results folders: before and after a change of version, or of two machines.

    What only one of them has is listed. A verdict takes five rounds on both sides.
    """
    check_known(("table", "json"), form, "--format")
    allowed = None if fail_if_slower is None else share(fail_if_slower, "--fail-if-slower")
    if out and out.exists() and not (out.is_dir() and not any((out / name).exists() for name in _HOLDS_RESULTS)):
        raise BenchError(f"--out {out}: is a file or holds results, whose own report stays; name another folder")
    from report.compare import gate
    from report.compare.comparison import compare_folders

    found = compare_folders(a, b)
    if out:  # first: whoever reads the table may close the pipe
        from report.compare.page import write_comparison

        paths = write_comparison(found, out)
        console.note(f"the page: {paths[1]} and {paths[0]}")
    console.show_comparison(found, form)
    if allowed is None:
        return
    for warning in gate.warnings(found.records):
        console.warning(warning)
    if failures := gate.failures(found.records, allowed):
        raise BenchError(f"--fail-if-slower {fail_if_slower}: {'; '.join(failures)}")


@app.command(epilog="Example: [b]bench setup[/b]")
def setup() -> None:
    """Make every stack's environment from the lock file; 'run' and 'up' make theirs themselves."""
    for stack in environments.STACKS:
        console.note(f"environment of {stack}")
        environments.make(stack)


@app.command("doctor", epilog="Example: [b]bench doctor[/b]")
def examine() -> None:
    """Show what is installed, what is missing, and whether ports, disk and memory suffice. Exit code 1 if not."""
    if not console.show_findings(doctor.findings()):
        raise typer.Exit(1)


def main() -> None:
    """The command ``bench``: errors that the user can mend are one line, and Ctrl-C is exit code 130."""
    try:
        app()
    except (BenchError, InputError, ResultError) as error:
        console.error(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        console.error("stopped; what was measured is kept")
        sys.exit(130)


if __name__ == "__main__":
    main()
