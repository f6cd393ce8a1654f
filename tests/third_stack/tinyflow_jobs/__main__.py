"""``python -m tinyflow_jobs START END``: the pipeline, day after day."""

import sys

from shared_etl.__main__ import app


def job() -> None:
    """Run the days."""
    app(["run", *sys.argv[1:]])


if __name__ == "__main__":
    job()
