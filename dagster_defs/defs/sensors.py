"""The sensor that runs the job for every file that lands, where the source of readings is a landing folder."""

import json

import dagster as dg

from dagster_defs.defs.schedules import weather_etl
from dagster_defs.resources import SourceResource
from shared_etl.arrivals import arrivals, landing_folder


@dg.sensor(job=weather_etl, minimum_interval_seconds=30)
def weather_arrivals(context: dg.SensorEvaluationContext, source: SourceResource) -> dg.SensorResult | dg.SkipReason:
    """Run the job for the day of each file that has landed, and again for one that is written again."""
    folder = landing_folder(source.name)
    if folder is None:
        return dg.SkipReason(f"no files land: the source of readings is {source.name}")
    told: dict[str, str] = json.loads(context.cursor or "{}")
    landed = {arrival.file: arrival for arrival in arrivals(folder)}
    written = {file: arrival.written_at.isoformat() for file, arrival in landed.items()}
    return dg.SensorResult(
        run_requests=[
            dg.RunRequest(run_key=f"{file} {written[file]}", partition_key=str(arrival.day))
            for file, arrival in landed.items()
            if told.get(file) != written[file]
        ],
        cursor=json.dumps(written),
    )
