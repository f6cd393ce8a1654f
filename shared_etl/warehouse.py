"""The warehouse: a PostgreSQL database in which a step replaces its own partition, all of it or nothing."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources

import pandas as pd
import psycopg
from psycopg import sql

from shared_etl.copy_format import read_frames, to_csv
from shared_etl.days import Days
from shared_etl.faults import fail_if_asked
from shared_etl.readings import MEASURES
from shared_etl.step_log import conninfo_from_environment, log_end, log_start

_REJECTED = "clean.rejected_readings"


class Step:
    """One running execution of one step: reads committed rows, writes inside the step's transaction."""

    def __init__(
        self, name: str, days: Days, conninfo: str, writing: psycopg.Connection, sender: ThreadPoolExecutor
    ) -> None:
        self.name, self.days = name, days
        self.rows_in = self.rows_out = self.rows_rejected = 0
        self.account: list[str] = []
        """What of its source was read for which day, and what was not, where the source has files: for a person."""
        self.warnings: list[str] = []
        self._conninfo, self._writing, self._sender = conninfo, writing, sender
        self._sent: Future[None] | None = None

    def read(self, table: str, columns: Sequence[str], day_column: str = "partition_date") -> Iterator[pd.DataFrame]:
        """The table's rows of the step's days, as frames of bounded size; measures are float64, the rest texts."""
        query = sql.SQL("copy (select {} from {} where {} between {} and {}) to stdout (format csv)").format(
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            _name(table),
            sql.Identifier(day_column),
            *map(sql.Literal, (self.days.start, self.days.end)),
        )
        # A connection of its own: the step's other one is writing meanwhile.
        with psycopg.connect(self._conninfo) as reading, reading.cursor().copy(query) as copy:
            for frame in read_frames(copy, columns, numbers=tuple(MEASURES.values())):
                self.rows_in += len(frame)
                yield frame

    def write(self, table: str, frame: pd.DataFrame) -> None:
        """Append the frame's rows to the step's new partition of the table."""
        self._copy_in(table, frame)
        self.rows_out += len(frame)

    def reject(self, frame: pd.DataFrame) -> None:
        """Append rows of REJECTED_COLUMNS, with the step's name, to the rejected readings."""
        self._copy_in(_REJECTED, frame.assign(step=self.name))
        self.rows_rejected += len(frame)

    def reject_duplicates(self, table: str) -> None:
        """Move every row but the first by file and line of the same station and time to the rejected readings."""
        self._settle()
        moved = self._writing.execute(
            sql.SQL("""
                with twice as (
                    select station, observed_at from {table} where partition_date between %(start)s and %(end)s
                    group by station, observed_at having count(*) > 1
                ), ranked as (
                    select r.ctid, row_number() over (
                        partition by station, observed_at order by source_file collate "C", line
                    ) as nth
                    from {table} r join twice using (station, observed_at)
                    where partition_date between %(start)s and %(end)s
                ), moved as (
                    delete from {table} r using ranked where r.ctid = ranked.ctid and nth > 1 returning r.*
                )
                insert into {rejected} (partition_date, step, source_file, line, station, observed_at, reason)
                select partition_date, %(step)s, source_file, line, station, observed_at, 'duplicate' from moved
            """).format(table=_name(table), rejected=_name(_REJECTED)),
            {"start": self.days.start, "end": self.days.end, "step": self.name},
        ).rowcount
        self.rows_out -= moved
        self.rows_rejected += moved

    def note(self, table: str, frame: pd.DataFrame) -> None:
        """Replace what a table beside the data says of the step's days.

        A warehouse that was deployed before there was such a table goes without.
        """
        self._settle()
        if self._writing.execute("select to_regclass(%s)", (table,)).fetchone() != (None,):
            self._clear(table)
            self._copy_in(table, frame)

    def _copy_in(self, table: str, frame: pd.DataFrame) -> None:
        if frame.empty:
            return
        columns = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
        query = sql.SQL("copy {} ({}) from stdin (format csv)").format(_name(table), columns)
        csv = to_csv(frame)
        self._settle()
        # The server stores one frame while the next is made: at most two are held.
        self._sent = self._sender.submit(self._send, query, csv)

    def _send(self, query: sql.Composed, csv: bytes) -> None:
        with self._writing.cursor().copy(query) as copy:
            copy.write(csv)

    def _settle(self) -> None:
        """Wait until all that was written has arrived; raises what stopped it."""
        if self._sent:
            self._sent.result()

    def _abandon(self) -> None:
        """Give up what is on its way, even where it waits for a lock, so that the connection can roll back."""
        if self._sent and not self._sent.done():
            self._writing.cancel()
            wait([self._sent])
        self._writing.rollback()

    def _clear(self, table: str) -> None:
        # Two executions of the same partition queue here, so the second replaces what the first committed.
        self._writing.execute(
            "select pg_advisory_xact_lock(hashtext(%s), day) from generate_series(%s::int, %s::int) day",
            (f"{self.name}:{table}", self.days.start.toordinal(), self.days.end.toordinal()),
        )
        own = sql.SQL("and step = {}").format(self.name) if table == _REJECTED else sql.SQL("")
        self._writing.execute(
            sql.SQL("delete from {} where partition_date between %s and %s {}").format(_name(table), own),
            (self.days.start, self.days.end),
        )


@dataclass(frozen=True)
class Warehouse:
    """How to reach the warehouse: a libpq connection string or URL; application_name says on whose behalf."""

    conninfo: str = field(repr=False)

    @classmethod
    def from_environment(cls) -> "Warehouse":
        """The warehouse that WAREHOUSE_HOST, _PORT, _USER, _PASSWORD, _DATABASE and _APPLICATION_NAME name."""
        return cls(conninfo_from_environment())

    def create(self) -> None:
        """Make the schemas and tables of the Python steps where they are missing."""
        with psycopg.connect(self.conninfo) as connection:
            connection.execute(resources.files("shared_etl").joinpath("schema.sql").read_bytes())

    def first_rows(self, table: str, days: Days, limit: int) -> pd.DataFrame:
        """The table's first rows of the days, in the order of day, file and line."""
        query = sql.SQL(
            """
            select * from {} where partition_date between %s and %s
            order by partition_date, source_file, line limit %s
            """
        ).format(_name(table))
        with psycopg.connect(self.conninfo) as connection:
            cursor = connection.execute(query, (days.start, days.end, limit))
            return pd.DataFrame(cursor.fetchall(), columns=[column.name for column in cursor.description or ()])

    def columns(self, table: str) -> dict[str, str]:
        """The table's columns in their order: name -> PostgreSQL's type."""
        statement = "select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid = %s::regclass"
        with psycopg.connect(self.conninfo) as connection:
            return dict(
                connection.execute(f"{statement} and attnum > 0 and not attisdropped order by attnum", (table,))
            )

    @contextmanager
    def step(self, name: str, days: Days, replaces: Sequence[str] = ()) -> Iterator[Step]:
        """Run a step: clear its days in the tables it replaces, then commit what it wrote together with its log row.

        The log row is there, as 'running', from the start: a step that is killed leaves it so, and its data as it was.
        """
        with psycopg.connect(self.conninfo) as writing, ThreadPoolExecutor(1, "copy") as sender:
            log_id = log_start(writing, name, days)
            writing.commit()
            cpu = time.process_time()
            step = Step(name, days, self.conninfo, writing, sender)
            try:
                fail_if_asked(writing, name, days)
                for table in replaces:
                    step._clear(table)
                yield step
                step._settle()
                _log_end(writing, log_id, "done", cpu, step)
            except BaseException:
                step._abandon()
                _log_end(writing, log_id, "failed", cpu, step)
                writing.commit()
                raise


def _log_end(connection: psycopg.Connection, log_id: int, outcome: str, cpu_at_start: float, step: Step) -> None:
    log_end(
        connection,
        log_id,
        outcome,
        time.process_time() - cpu_at_start,
        (step.rows_in, step.rows_out, step.rows_rejected),
    )


def _name(table: str) -> sql.Identifier:
    return sql.Identifier(*table.split("."))
