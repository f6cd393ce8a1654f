"""The pipeline run in other ways, each in a folder of its own, to be named as the folder of pipelines."""
