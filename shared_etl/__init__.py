"""The weather pipeline itself: plain functions of (days, warehouse), with no orchestrator in sight."""
