"""The graph: every step is there, and waits for what it reads."""

import dagster as dg


def test_a_step_waits_for_what_it_reads(defs: dg.Definitions) -> None:
    """Landed, cleaned, validated, staged, both marts side by side, reported."""
    graph = defs.resolve_asset_graph()
    steps = {key: key.to_user_string() for key in graph.executable_asset_keys}
    waits_for = {
        name: {steps[parent] for parent in graph.get(key).parent_keys if parent in steps} for key, name in steps.items()
    }
    assert waits_for == {
        "raw_weather_data": set(),
        "cleaned_weather_data": {"raw_weather_data"},
        "validated_readings": {"cleaned_weather_data"},
        "stg_weather__readings": {"validated_readings"},
        "city_aggregates": {"stg_weather__readings"},
        "daily_weather_summary": {"stg_weather__readings"},
        "weather_report": {"city_aggregates", "daily_weather_summary"},
    }
