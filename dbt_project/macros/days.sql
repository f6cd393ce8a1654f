{#- The rows of this run's days. -#}
{% macro in_days(column='observed_date') -%}
    {{ column }} between '{{ var("start_date") }}' and '{{ var("end_date") }}'
{%- endmacro %}

{#- Clear this run's days before they are written anew. Two runs of the same day queue at the lock, so that the second
    replaces what the first committed. -#}
{% macro clear_days() -%}
    {%- if is_incremental() -%}
    select pg_advisory_xact_lock(hashtext('{{ this }}'), day)
    from generate_series(
        greatest('{{ var("start_date") }}'::date, '2000-01-01') - '2000-01-01'::date,
        least('{{ var("end_date") }}'::date, '2000-01-01') - '2000-01-01'::date
    ) as day;
    delete from {{ this }} where {{ in_days() }}
    {%- endif -%}
{%- endmacro %}
