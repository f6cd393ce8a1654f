"""What the measurements say beyond medians: one module a question, each with ``blocks(results)`` for its section."""
