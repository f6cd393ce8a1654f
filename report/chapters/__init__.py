"""The chapters of the report, a folder each."""
