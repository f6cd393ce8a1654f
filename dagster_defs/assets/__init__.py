"""The assets, one file a stage of the flow: readings, then models, then the report."""
