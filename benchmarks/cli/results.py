"""Commands on results that are there: report, validate, summary, compare."""

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.cli import console
from benchmarks.cli.options import check_known, share
from benchmarks.errors import BenchError, about
from benchmarks.measuring.folders import PAGE, newest_page, newest_results_folder
from records.ergonomics import ABOUT
from records.plan import PLAN

OPEN = "Example: [b]bench open[/b]"
REPORT = """Examples: [b]bench report results/20260101T000000Z-laptop[/b]

[b]bench report results/…-standard results/…-rerun results/…-ergonomics --out everything[/b]"""
VALIDATE = "Example: [b]bench validate results/*/measurements/*.json[/b]"
SUMMARY = "Example: [b]bench summary --format json | jq '.[] | select(.metric == \"wall_time\")'[/b]"
COMPARE = """Examples: [b]bench compare results/before results/after --fail-if-slower 10%[/b]

[b]bench compare results/desk results/laptop --out comparison[/b]"""

_HOLDS_RESULTS = (PLAN, ABOUT)
ResultsFolder = Annotated[Path | None, typer.Argument(help="A results folder; the newest if left out.")]


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
    from report.report import write_report

    named = folders or [newest_results_folder()]
    with about(f"--out {out}" if out else f"{named[0]}"):
        paths = write_report(named, out)
    for path in paths:
        typer.echo(path)


def open_page(
    folder: Annotated[Path | None, typer.Argument(metavar="FOLDER", help="Whose page; the newest if left out.")] = None,
) -> None:
    """Open a page of results in the browser, and print its address."""
    page = (folder / PAGE if folder else newest_page()).resolve()
    if not page.is_file():
        raise BenchError(f"{page}: there is no such page; 'bench report {folder}' writes it")
    typer.echo(page.as_uri())
    if not webbrowser.open(page.as_uri()):
        console.warning("no browser was found here; open the address above")


def validate(files: Annotated[list[Path], typer.Argument(help="Measurements, plans or step logs.")]) -> None:
    """Check files of results against their schema. Exit code 1 where one has a problem."""
    from report.data.read import validate_file

    problems = [problem for file in files for problem in validate_file(file)]
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise typer.Exit(1)
    console.note(f"{len(files)} file{'s' if len(files) > 1 else ''}: no problem")


def summary(
    folder: ResultsFolder = None,
    form: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Show the figures of a results folder, one record per scenario, contender and metric."""
    check_known(("table", "json"), form, "--format")
    from report.data.read import read_results

    console.show_summary(read_results(folder or newest_results_folder()), form)


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
    with about(f"--out {out}"):
        taken = bool(out and out.exists())
    if out and taken and not (out.is_dir() and not any((out / name).exists() for name in _HOLDS_RESULTS)):
        raise BenchError(f"--out {out}: is a file or holds results, whose own report stays; name another folder")
    from report.compare import gate
    from report.compare.comparison import compare_folders

    found = compare_folders(a, b)
    if out:  # first: whoever reads the table may close the pipe
        from report.compare.page import write_comparison

        with about(f"--out {out}"):
            paths = write_comparison(found, out)
        console.note(f"the page: {paths[1]} and {paths[0]}")
    console.show_comparison(found, form)
    if allowed is None:
        return
    for warning in gate.warnings(found.records):
        console.warning(warning)
    if failures := gate.failures(found.records, allowed):
        raise BenchError(f"--fail-if-slower {fail_if_slower}: {'; '.join(failures)}")
