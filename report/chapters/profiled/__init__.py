"""The chapter on where the CPU time of a backfill goes."""
