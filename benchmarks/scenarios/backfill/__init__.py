"""The backfill family: a native backfill, the same measured again, with no work, with growing data."""
