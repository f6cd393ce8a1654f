"""The Python steps of the pipeline, one a file, in the order of the flow.

Each is idempotent: it replaces its output for the days asked for, in one transaction.
"""

from shared_etl.steps.cleaned_weather_data import cleaned_weather_data
from shared_etl.steps.raw_weather_data import raw_weather_data
from shared_etl.steps.validated_readings import validated_readings
from shared_etl.steps.weather_report import WeatherReport, weather_report

__all__ = ["WeatherReport", "cleaned_weather_data", "raw_weather_data", "validated_readings", "weather_report"]
