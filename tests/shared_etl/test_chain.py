"""A chain of steps in plain Python."""

import json
import os
import subprocess
import sys
from pathlib import Path


def test_every_step_computes_its_number_after_the_one_before_in_one_process(tmp_path: Path) -> None:
    """Each tells so in a line of its own; what it costs is not the cost of pandas and dbt, which it does not use."""
    log = tmp_path / "chain.jsonl"
    code = "from shared_etl import chain; chain.main(); import sys; print({'pandas', 'dbt'} & sys.modules.keys())"
    variables = {**os.environ, "CHAIN_LOG": str(log), "CHAIN_STEPS": "3", "CHAIN_NUMBER": "10"}
    done = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
    told = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["step"], line["value"]) for line in told] == [(f"step_0{place}", 55) for place in range(3)]
    assert len({line["process"] for line in told}) == 1
