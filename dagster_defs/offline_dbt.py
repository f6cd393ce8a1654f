#!/usr/bin/env -S python -P
"""dbt's command line, but asked for its version it only says that: as dagster-dbt asks before every invocation.

``dbt --version`` imports all of dbt and asks PyPI whether there is a newer one.
"""

import sys
from importlib.metadata import version


def main() -> None:
    """``offline_dbt.py --version``, or whatever dbt takes."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"{version('dbt-core')}\n")
        return
    from dbt.cli.main import cli

    cli()


if __name__ == "__main__":
    main()
