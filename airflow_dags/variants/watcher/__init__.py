"""The models by one dbt invocation a day, watched by a task each."""
