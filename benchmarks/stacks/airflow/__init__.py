"""Airflow: its driver, its contenders, its recoveries."""
