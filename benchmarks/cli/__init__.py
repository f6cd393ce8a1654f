"""The command line: ``bench`` and what the person at the terminal sees."""
