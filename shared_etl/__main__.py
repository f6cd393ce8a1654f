"""``python -m shared_etl``: the pipeline from the command line, with no orchestrator."""

import logging
import os
from pathlib import Path
from typing import Annotated

import psycopg
import typer

from shared_etl import bare
from shared_etl.days import Days, spans
from shared_etl.dbt import DbtError
from shared_etl.errors import InputError, SourceUnavailableError, sentence
from shared_etl.sources import Source, source_from
from shared_etl.sources.files import Files
from shared_etl.warehouse import Warehouse

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)


@app.command()
def deploy() -> None:
    """Make the warehouse's tables, the seed and the empty models; safe to repeat."""
    bare.deploy(Warehouse.from_environment())


@app.command()
def run(
    start: Annotated[str, typer.Argument(help="The first day, YYYY-MM-DD.")],
    end: Annotated[str | None, typer.Argument(help="The last day; one day if left out.")] = None,
    as_range: Annotated[bool, typer.Option(help="All days in one go, not one after the other.")] = False,
    source: Annotated[
        str, typer.Option(envvar="WEATHER_SOURCE", help="packaged, files:PATH, generated:STATIONS or open-meteo.")
    ] = "packaged",
) -> None:
    """Run the pipeline for some days. The warehouse is named by the WAREHOUSE_* variables.

    Example: python -m shared_etl run 2013-01-01 2013-01-07
    """
    days = Days.parse(start, end)
    warehouse, readings = Warehouse.from_environment(), source_from(source)
    reports = Path(os.environ.get("WEATHER_REPORTS", "weather_reports"))
    rows, account = 0, ""
    for part in [days] if as_range else days:
        landed = bare.run(part, warehouse, readings, reports)
        rows += landed.rows_out
        typer.echo(f"{part} done: {landed.rows_out} row{'' if landed.rows_out == 1 else 's'} landed")
        for account in landed.account:
            typer.echo(account)
    if not rows:
        asked = spans(day.start for day in days)
        raise InputError(f"source {source}: has no row of {asked}; {_held(readings)}" + (account and f" ({account})"))


def _held(source: Source) -> str:
    """Which days the source has, as far as it can tell."""
    held = source.held() if isinstance(source, Files) else None
    return f"it holds {held.start} to {held.end}" if held else "it holds no row that can be read"


def main() -> None:
    """The command: what a person can mend is one sentence, and exit code 1."""
    logging.basicConfig(format="%(levelname)s: %(message)s")
    try:
        app()
    except (InputError, SourceUnavailableError, DbtError) as error:
        raise SystemExit(f"error: {error}") from error
    except psycopg.Error as error:
        said = " ".join(str(error).split())
        raise SystemExit(f"error: the warehouse: {said}; WAREHOUSE_HOST, _PORT, _USER, _PASSWORD name it") from error
    except OSError as error:
        raise SystemExit(f"error: {sentence(error)}") from error


if __name__ == "__main__":
    main()
