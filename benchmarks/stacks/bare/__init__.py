"""The control: the pipeline in plain Python."""
