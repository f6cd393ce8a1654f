"""Dagster: its driver, its contenders, its recoveries."""
