"""The models by one dbt invocation a day, in one task."""
