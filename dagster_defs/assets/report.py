"""The report on the marts."""

import base64
from pathlib import Path

import dagster as dg

from dagster_defs.assets.common import counts, daily_asset
from dagster_defs.partitions import days_of
from shared_etl import steps
from shared_etl.warehouse import Warehouse


@daily_asset(
    deps=["city_aggregates", "daily_weather_summary"],
    group_name="reporting",
    kinds={"python", "pandas", "matplotlib"},
)
def weather_report(
    context: dg.AssetExecutionContext, warehouse: dg.ResourceParam[Warehouse], reports: dg.ResourceParam[Path]
) -> dg.MaterializeResult[None]:
    """A plot of the day's weather and a CSV of each mart."""
    report = steps.weather_report(days_of(context), warehouse, reports)
    image = base64.b64encode(report.plot.read_bytes()).decode()
    return dg.MaterializeResult(
        metadata={
            **counts(report.step),
            "plot": dg.MetadataValue.md(f"![The weather of {report.step.days}](data:image/png;base64,{image})"),
            "plot_file": dg.MetadataValue.path(report.plot),
            **{table.stem: dg.MetadataValue.path(table) for table in report.tables},
        }
    )
