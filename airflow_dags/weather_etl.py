"""The weather pipeline as an Airflow DAG: TaskFlow for the Python steps, Cosmos for the dbt models."""

from airflow_dags.daily import daily_weather_etl
from airflow_dags.models import dbt_models

daily_weather_etl(dbt_models)
