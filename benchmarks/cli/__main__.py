"""``python -m benchmarks.cli``: the command ``bench``."""

from benchmarks.cli.app import main

main()
