"""Stacks that are up already: where they are, and how to be let in. Credentials come from the environment alone."""

from dataclasses import dataclass

from psycopg.conninfo import make_conninfo
from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from benchmarks.deployment.environments import PROJECT, StackName
from benchmarks.errors import BenchError
from records.measurement import Plan, Target

ORCHESTRATORS: tuple[StackName, ...] = ("airflow", "dagster")


@dataclass(frozen=True)
class Address:
    """A stack that somebody else has started."""

    named: str
    """What the user named it by, for messages: --airflow-url."""
    url: str
    user: str
    """'' where nobody is asked."""
    password: str
    login_from: str
    """The variables that both come from."""
    warehouse: str
    """For libpq: the database that its pipeline writes to."""
    warehouse_from: str
    """Where that is said."""
    records: str | None = None
    """For libpq: the database of its own records; None where it is not ours to read."""

    @property
    def about(self) -> str:
        """The address as messages begin with it."""
        return f"{self.named} {self.url}"


class _Compose(BaseSettings):
    """What docker-compose.yml reads, from the same file."""

    model_config = SettingsConfigDict(env_file=PROJECT / ".env", extra="ignore")

    compose_project_name: str = "airflow-vs-dagster"
    airflow_executor: str = "LocalExecutor"
    airflow_port: int = 8080
    airflow_admin_password: SecretStr
    dagster_port: int = 3000
    postgres_port: int = 5433
    postgres_password: SecretStr
    weather_source: str = "packaged"


class _Attached(BaseSettings):
    """Who may use a stack that the user names, and its warehouse, as libpq takes it."""

    user: str = ""
    password: SecretStr = SecretStr("")
    warehouse: SecretStr | None = None


def addresses(plan: Plan) -> dict[StackName, Address]:
    """The stacks of the plan that are up already, none where the harness starts them.

    Raises BenchError where the environment lacks what is needed to reach one.
    """
    match plan.target:
        case "embedded":
            return {}
        case "compose":
            return _composed()
        case "attached":
            return {stack: _attached(stack, plan.urls[stack]) for stack in ORCHESTRATORS if stack in plan.urls}


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
    """What contenders of the target are called after their stack: distributed where compose runs Celery workers."""
    return "distributed" if target == "compose" and _compose().airflow_executor == "CeleryExecutor" else target


def _compose() -> _Compose:
    try:
        return _Compose()  # type: ignore[call-arg]
    except ValidationError as error:
        missing = ", ".join(str(one["loc"][0]).upper() for one in error.errors())
        raise BenchError(f"--target compose: {missing} not in .env; run 'make .env', 'docker compose up'") from error


def _composed() -> dict[StackName, Address]:
    found = _compose()

    def database(name: str) -> str:
        password = found.postgres_password.get_secret_value()
        return make_conninfo(
            host="127.0.0.1", port=found.postgres_port, user="postgres", password=password, dbname=name
        )

    def address(stack: StackName, port: int, user: str, password: str) -> Address:
        url, variable = f"http://127.0.0.1:{port}", f"{stack.upper()}_ADMIN_PASSWORD in .env"
        warehouse, records = database(f"{stack}_warehouse"), database(stack)
        return Address("--target compose:", url, user, password, variable, warehouse, ".env", records)

    return {
        "airflow": address("airflow", found.airflow_port, "admin", found.airflow_admin_password.get_secret_value()),
        "dagster": address("dagster", found.dagster_port, "", ""),
    }


def _attached(stack: StackName, url: str) -> Address:
    prefix = f"BENCH_{stack.upper()}_"
    found = _Attached(_env_prefix=prefix)  # type: ignore[call-arg]
    if found.warehouse is None:
        raise BenchError(
            f"--{stack}-url {url}: {prefix}WAREHOUSE is not set; it names the database that the pipeline writes to, as "
            "in 'host=db dbname=warehouse user=reader password=secret'"
        )
    return Address(
        named=f"--{stack}-url",
        url=url.rstrip("/"),
        user=found.user,
        password=found.password.get_secret_value(),
        login_from=f"{prefix}USER and {prefix}PASSWORD",
        warehouse=found.warehouse.get_secret_value(),
        warehouse_from=f"{prefix}WAREHOUSE",
    )
