"""The warehouse of the tests, for the benchmarks of the core."""

from tests.conftest import deployed, postgres, query, warehouse

__all__ = ["deployed", "postgres", "query", "warehouse"]
