"""The chapter on the method: how it was measured, fairness, limits, versions, raw data."""
