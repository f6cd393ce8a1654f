{#- The first and the last day of this run, both included: the variable, else the environment's, else every day there is.
    Read when a model is run, not when it is parsed: so dbt need not parse anything again for another day. Variables
    that change make it parse the whole project. -#}
{% macro start_date() -%}
    {%- if execute -%} {{ var('start_date', env_var('WEATHER_START_DATE', '0001-01-01')) }} {%- endif -%}
{%- endmacro %}
{% macro end_date() -%}
    {%- if execute -%} {{ var('end_date', env_var('WEATHER_END_DATE', '9999-12-31')) }} {%- endif -%}
{%- endmacro %}

{#- The rows of this run's days. -#}
{% macro in_days(column='observed_date') -%}
    {{ column }} between '{{ start_date() }}' and '{{ end_date() }}'
{%- endmacro %}

{#- Clear this run's days before they are written anew. Two runs of the same day queue at its lock, so that the second
    replaces what the first committed; a run of many days queues behind every other, and they behind it. -#}
{% macro clear_days() -%}
    {%- if is_incremental() -%}
    {%- if start_date() == end_date() %}
    select pg_advisory_xact_lock_shared(hashtext('{{ this }}'), 0);
    select pg_advisory_xact_lock(hashtext('{{ this }}'), '{{ start_date() }}'::date - '0001-01-01'::date + 1);
    {%- else %}
    select pg_advisory_xact_lock(hashtext('{{ this }}'), 0);
    {%- endif %}
    delete from {{ this }} where {{ in_days() }}
    {%- endif -%}
{%- endmacro %}
