"""The dbt project, as dagster-dbt takes it."""

from dagster_dbt import DbtProject

from shared_etl import dbt

weather_project = DbtProject(dbt.PROJECT, profile=dbt.PROFILE, target=dbt.TARGET)
weather_project.prepare_if_dev()
