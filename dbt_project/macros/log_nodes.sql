{#- Add every model and test of this invocation to the step log, with the time that it took. Deployment names no days, and
    is no run of the pipeline. -#}
{% macro log_nodes(results) -%}
    {%- set names_days = start_date() != '0001-01-01' -%}
    {%- if execute and names_days and flags.WHICH in ('run', 'build', 'test') and not flags.EMPTY -%}
        {%- for result in results
            if result.node.resource_type in ('model', 'test') and result.status != 'skipped' and result.timing -%}
            {%- set step = result.node.name -%}
            {%- set days = "'" ~ start_date() ~ "', '" ~ end_date() ~ "'" -%}
            insert into etl.step_log (
                step, kind, partition_start, partition_end, attempt, outcome, started_at, ended_at, rows_out, process, host
            )
            select
                '{{ step }}', 'dbt {{ result.node.resource_type }}', {{ days }}, count(*) + 1,
                '{{ "failed" if result.status in ("error", "fail", "runtime error") else "done" }}',
                '{{ result.timing[0].started_at.isoformat() }}Z', '{{ result.timing[-1].completed_at.isoformat() }}Z',
                {{ result.adapter_response.get('rows_affected', 'null') if result.node.resource_type == 'model' else 'null' }},
                '{{ invocation_id }}', 'dbt'
            from etl.step_log
            where stack = current_setting('application_name') and step = '{{ step }}'
                and (partition_start, partition_end) = ({{ days }});
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
