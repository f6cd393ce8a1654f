"""The same pipeline, with other runs."""
