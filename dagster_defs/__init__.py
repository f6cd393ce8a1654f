"""The weather pipeline as Dagster assets: one asset a table, one partition a UTC day."""
