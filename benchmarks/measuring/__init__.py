"""What every driver of a scenario stands on: the baseline, the schedule of a run, the session around a timed call."""
