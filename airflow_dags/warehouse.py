"""The Airflow connection ``warehouse``: one address, for the Python steps and for dbt."""

from typing import TYPE_CHECKING

from airflow.sdk import Connection
from cosmos.profiles import PostgresUserPasswordProfileMapping

if TYPE_CHECKING:
    from shared_etl.warehouse import Warehouse

CONN_ID = "warehouse"


class WarehouseProfileMapping(PostgresUserPasswordProfileMapping):
    """The connection as a dbt profile, with the application_name that tells PostgreSQL who is asking."""

    airflow_param_mapping = PostgresUserPasswordProfileMapping.airflow_param_mapping | {
        "application_name": "extra.application_name"
    }


def connect() -> "Warehouse":
    """The warehouse that the connection names, for the steps of a running task."""
    from psycopg.conninfo import make_conninfo

    from shared_etl.warehouse import Warehouse

    connection = Connection.get(CONN_ID)
    return Warehouse(
        make_conninfo(
            host=connection.host,
            port=connection.port,
            user=connection.login,
            password=connection.password or None,
            dbname=connection.schema,
            **connection.extra_dejson,
        )
    )
