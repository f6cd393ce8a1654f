"""All days of a range in one run."""
