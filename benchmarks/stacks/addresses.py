"""Stacks that are up already: where they are, and how to be let in. Credentials come from the environment alone."""

from typing import Final

from psycopg.conninfo import make_conninfo
from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from benchmarks.deployment.addresses import Address
from benchmarks.deployment.environments import PROJECT
from benchmarks.errors import BenchError
from benchmarks.stacks.registry import specs
from benchmarks.stacks.spec import Composed
from records.names import Target
from records.plan import Plan

ENV_FILE: Final = PROJECT / ".env"
"""What docker compose reads, and with it this file."""
_DISTRIBUTED: Final = "distributed"
"""The profile of docker-compose.yml in which workers do what a stack has to do, and what contenders are called then."""


class _Compose(BaseSettings):
    """What docker-compose.yml reads, for all stacks."""

    model_config = SettingsConfigDict(extra="ignore")

    compose_project_name: str = "airflow-vs-dagster"
    compose_profiles: str = ""
    postgres_port: int = 5433
    postgres_password: SecretStr
    weather_source: str = "packaged"


class _ComposedStack(BaseSettings):
    """What it reads for one, by variables that begin with its name; an empty one is none, as for compose."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    port: int | None = None
    admin_password: SecretStr | None = None


class _Attached(BaseSettings):
    """Who may use a stack that the user names, and its warehouse, as libpq takes it."""

    user: str = ""
    password: SecretStr = SecretStr("")
    warehouse: SecretStr | None = None


def addresses(plan: Plan) -> dict[str, Address]:
    """The stacks of the plan that are up already, by name; none where the harness starts them.

    Raises BenchError where the environment lacks what is needed to reach one.
    """
    match plan.target:
        case "embedded":
            return {}
        case "compose":
            found = _compose()
            return {stack: _at_compose(stack, one.composed, found) for stack, one in specs().items() if one.composed}
        case "attached":
            return {stack: _attached(stack, url) for stack, url in plan.urls.items()}


def check_source(plan: Plan) -> None:
    """Raise BenchError where the composed stacks read other readings than bare is to be given."""
    if plan.target != "compose":
        return
    theirs = _compose().weather_source
    for case in plan.cases:
        if case.source != theirs:
            raise BenchError(
                f"--source {case.source}: the stacks of docker compose read {theirs}; make it the same as "
                "WEATHER_SOURCE in .env, and 'docker compose up' again"
            )


def compose_project() -> str:
    """What compose calls the project of its containers."""
    return _compose().compose_project_name


def deployed_as(target: Target) -> str:
    """What contenders of the target are called after their stack; distributed where compose runs Celery workers."""
    at_workers = target == "compose" and _DISTRIBUTED in map(str.strip, _compose().compose_profiles.split(","))
    return _DISTRIBUTED if at_workers else target


def _compose() -> _Compose:
    """What all composed stacks share; raises BenchError where a secret is missing, a stack's own as well."""
    missing = [
        _password_of(stack)
        for stack, one in specs().items()
        if one.composed and one.composed.user and _settings(stack).admin_password is None
    ]
    try:
        found = _Compose(_env_file=ENV_FILE)  # type: ignore[call-arg]
    except ValidationError as error:
        missing += [str(one["loc"][0]).upper() for one in error.errors()]
    if missing:
        raise BenchError(f"--target compose: {', '.join(missing)} not in .env; run 'make .env', 'docker compose up'")
    return found


def _settings(stack: str) -> _ComposedStack:
    """What is said of one stack; raises BenchError where a variable of it cannot be used."""
    prefix = f"{stack.upper()}_"
    try:
        return _ComposedStack(_env_file=ENV_FILE, _env_prefix=prefix)  # type: ignore[call-arg]
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{prefix}{first['loc'][0]}".upper()
        raise BenchError(f"--target compose: {name} in .env cannot be used: {first['msg']}; mend it there") from error


def _password_of(stack: str) -> str:
    return f"{stack.upper()}_ADMIN_PASSWORD"


def _at_compose(stack: str, composed: Composed, shared: _Compose) -> Address:
    own = _settings(stack)

    def database(name: str) -> str:
        password = shared.postgres_password.get_secret_value()
        return make_conninfo(
            host="127.0.0.1", port=shared.postgres_port, user="postgres", password=password, dbname=name
        )

    url = f"http://127.0.0.1:{own.port or composed.port}"
    return Address(
        about=f"--target compose: {url}",
        url=url,
        user=composed.user,
        password=own.admin_password.get_secret_value() if composed.user and own.admin_password else "",
        login_from=f"{_password_of(stack)} in .env",
        warehouse=database(f"{stack}_warehouse"),
        warehouse_from=".env",
        records=database(stack),
    )


def _attached(stack: str, url: str) -> Address:
    prefix, about = f"BENCH_{stack.upper()}_", f"--url {stack}={url}"
    found = _Attached(_env_prefix=prefix)  # type: ignore[call-arg]
    if found.warehouse is None:
        raise BenchError(
            f"{about}: {prefix}WAREHOUSE is not set; it names the database that the pipeline writes to, as "
            "in 'host=db dbname=warehouse user=reader password=secret'"
        )
    return Address(
        about=about,
        url=url.rstrip("/"),
        user=found.user,
        password=found.password.get_secret_value(),
        login_from=f"{prefix}USER and {prefix}PASSWORD",
        warehouse=found.warehouse.get_secret_value(),
        warehouse_from=f"{prefix}WAREHOUSE",
    )
