"""What a result file holds: the harness writes it, the report reads it, and it imports neither."""
