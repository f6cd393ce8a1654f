{#- The measures of a mart: the same over a station's readings as over a city's. Rounded, so that they compare exactly. -#}
{% macro weather_measures() -%}
    count(*) as reading_count,
    round(avg(temperature_c), 4) as temperature_mean_c,
    round(min(temperature_c), 4) as temperature_min_c,
    round(max(temperature_c), 4) as temperature_max_c,
    round(avg(humidity_pct), 4) as humidity_mean_pct,
    round(max(wind_speed_ms), 4) as wind_speed_max_ms,
    round(sum(precipitation_mm), 4) as precipitation_total_mm,
    round(avg(pressure_hpa), 4) as pressure_mean_hpa
{%- endmacro %}
