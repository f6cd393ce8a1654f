"""Makes the baseline of a run: ``python -m benchmarks.scenarios.prepare OUT FOLDER``, for the run planned in OUT."""

import sys
from pathlib import Path

from benchmarks.deployment.supervisor import failing_told
from benchmarks.measuring.baseline import Baseline
from benchmarks.measuring.plan_file import read_plan
from benchmarks.scenarios.registry import scenario
from benchmarks.stacks.registry import contender
from records.names import CONTROL


def main() -> None:
    """Prepare every stack that is started, and the tables that every contender has to leave."""
    out, folder = map(Path, sys.argv[1:])
    plan = read_plan(out)
    logs = out / "logs" / "baseline"
    logs.mkdir(parents=True, exist_ok=True)
    baseline = Baseline(folder)
    # Stacks that are up already have their own databases.
    baseline.prepare([contender(one.name) for one in plan.contenders] if plan.target == "embedded" else [], logs)
    cases = {case.name: case for case in plan.cases}
    for name, entry in {entry.baseline: entry for entry in plan.entries}.items():
        baseline.make_tables(scenario(entry.scenario), cases[entry.case], out / "tables" / name / CONTROL, logs)


if __name__ == "__main__":
    with failing_told():
        main()
