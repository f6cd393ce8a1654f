"""What backfills took: a module with ``blocks(results)`` for most sections, and what they share."""
