"""The weather pipeline on Airflow."""
