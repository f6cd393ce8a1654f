"""The partitions of a case are the core's own Days: every UTC date from start to end, both included."""

from shared_etl.days import Days, spans

__all__ = ["Days", "spans"]
