"""The family profiled: where the CPU time of a backfill goes."""
