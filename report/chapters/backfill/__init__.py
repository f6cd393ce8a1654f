"""What backfills took: one module for each question, each with ``blocks(results)`` for its section."""
