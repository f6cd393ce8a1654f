"""The backfill family: a native backfill, the same measured again, with growing data."""
