"""The Airflow connection ``warehouse``: one address, for the Python steps and for dbt."""

from typing import TYPE_CHECKING

from airflow.sdk import Connection

if TYPE_CHECKING:
    from shared_etl.warehouse import Warehouse

CONN_ID = "warehouse"


def conninfo() -> str:
    """The connection as libpq takes it, for a running task."""
    from psycopg.conninfo import make_conninfo

    connection = Connection.get(CONN_ID)
    return make_conninfo(
        host=connection.host,
        port=connection.port,
        user=connection.login,
        password=connection.password or None,
        dbname=connection.schema,
        **connection.extra_dejson,
    )


def connect() -> "Warehouse":
    """The warehouse that the connection names, for the steps of a running task."""
    from shared_etl.warehouse import Warehouse

    return Warehouse(conninfo())
