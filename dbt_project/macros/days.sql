{#- The rows of this run's days. -#}
{% macro in_days(column='observed_date') -%}
    {{ column }} between '{{ var("start_date") }}' and '{{ var("end_date") }}'
{%- endmacro %}

{#- Clear this run's days before they are written anew. Two runs of the same day queue at its lock, so that the second
    replaces what the first committed; a run of many days queues behind every other, and they behind it. -#}
{% macro clear_days() -%}
    {%- if is_incremental() -%}
    {%- if var('start_date') == var('end_date') %}
    select pg_advisory_xact_lock_shared(hashtext('{{ this }}'), 0);
    select pg_advisory_xact_lock(hashtext('{{ this }}'), '{{ var("start_date") }}'::date - '0001-01-01'::date + 1);
    {%- else %}
    select pg_advisory_xact_lock(hashtext('{{ this }}'), 0);
    {%- endif %}
    delete from {{ this }} where {{ in_days() }}
    {%- endif -%}
{%- endmacro %}
