"""The files and commands of Dagster's services: what the installation needs to run at all, in one folder."""

from collections.abc import Mapping
from typing import Final

import yaml

from benchmarks.deployment.environments import PROJECT
from benchmarks.stacks.dagster.api import LOCATION
from benchmarks.stacks.dagster.contenders import DagsterContender
from benchmarks.stacks.stack import Deployment

DATABASE: Final = "dagster"
"""The database of its own records."""
_CHAIN: Final = PROJECT / "benchmarks" / "stacks" / "dagster" / "chain" / "fibonacci_chain.py"


def contender_of(deployment: Deployment) -> DagsterContender:
    """The deployment's contender, with what is Dagster's alone."""
    assert isinstance(deployment.contender, DagsterContender)
    return deployment.contender


def variables(deployment: Deployment) -> dict[str, str]:
    """Those of every service, beside what every stack has."""
    return {"DAGSTER_HOME": str(deployment.home)}


def write(deployment: Deployment, code_port: int) -> None:
    """Write dagster.yaml, in which the contender's own knobs win, and workspace.yaml."""
    home = deployment.home
    home.mkdir(parents=True, exist_ok=True)
    instance: Mapping[str, object] = {
        "storage": {"postgres": {"postgres_url": deployment.postgres.sqlalchemy_url(DATABASE)}},
        "concurrency": {"runs": {"max_concurrent_runs": deployment.concurrency}},
        "telemetry": {"enabled": False},
        "nux": {"enabled": False},
    }
    instance = _merged(instance, contender_of(deployment).instance)
    server = {"grpc_server": {"host": "127.0.0.1", "port": code_port, "location_name": LOCATION}}
    (home / "dagster.yaml").write_text(yaml.safe_dump(instance, sort_keys=False))
    (home / "workspace.yaml").write_text(yaml.safe_dump({"load_from": [server]}))


def definitions(deployment: Deployment) -> tuple[str, ...]:
    """The arguments that name what the code server loads."""
    if deployment.chain:
        return ("-f", str(_CHAIN), "-d", str(PROJECT))
    return ("-m", deployment.contender.pipeline, "-d", str(PROJECT))


def _merged(base: Mapping[str, object], more: Mapping[str, object]) -> dict[str, object]:
    """Both, the second's values first, sections merged in depth."""
    merged = dict(base)
    for key, value in more.items():
        own = merged.get(key)
        merged[key] = _merged(own, value) if isinstance(own, Mapping) and isinstance(value, Mapping) else value
    return merged
