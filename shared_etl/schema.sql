-- The warehouse: what the Python steps write. dbt makes the schemas staging and marts on top of it.
-- Columns of type text are never null: '' and 'NA' mean missing, exactly as the source wrote them.

create schema if not exists raw;
create schema if not exists clean;
create schema if not exists etl;

-- grain: one line of one source file
create table if not exists raw.weather_readings (
    partition_date date not null,
    source_file text not null,
    line bigint not null,
    origin text not null,
    temp text not null,
    dewp text not null,
    humid text not null,
    wind_dir text not null,
    wind_speed text not null,
    wind_gust text not null,
    precip text not null,
    pressure text not null,
    visib text not null,
    time_hour text not null
);
create index if not exists raw_weather_readings_by_day on raw.weather_readings (partition_date);

-- grain: one station and observation time, in SI units
create table if not exists clean.weather_readings (
    partition_date date not null,
    source_file text not null,
    line bigint not null,
    station text not null,
    observed_at timestamptz not null,
    temperature_c double precision,
    dew_point_c double precision,
    humidity_pct double precision,
    wind_direction_deg double precision,
    wind_speed_ms double precision,
    wind_gust_ms double precision,
    precipitation_mm double precision,
    pressure_hpa double precision,
    visibility_km double precision
);
create index if not exists clean_weather_readings_by_day on clean.weather_readings (partition_date);

-- grain and columns of clean.weather_readings; only rows within the physical ranges
create table if not exists clean.validated_readings (like clean.weather_readings including defaults);
create index if not exists clean_validated_readings_by_day on clean.validated_readings (partition_date);

-- grain: one landed line that a step turned away, and why; observed_at is null where it could not be read
create table if not exists clean.rejected_readings (
    partition_date date not null,
    step text not null,
    source_file text not null,
    line bigint not null,
    station text not null,
    observed_at timestamptz,
    reason text not null
);
create index if not exists clean_rejected_readings_by_day on clean.rejected_readings (partition_date);

-- grain: one execution of one step; the row appears (and stays) when the step starts, and is completed in the
-- same transaction as the step's data, so that 'done' and the data become visible together.
-- stack is the connection's application_name: who is asking is told by the address, not by the code.
create table if not exists etl.step_log (
    id bigint generated always as identity primary key,
    stack text not null default current_setting('application_name'),
    step text not null,
    kind text not null check (kind in ('python', 'dbt model', 'dbt test')),
    partition_start date not null,
    partition_end date not null,
    attempt integer not null,
    outcome text not null check (outcome in ('running', 'done', 'failed')),
    started_at timestamptz not null,
    ended_at timestamptz,
    cpu_seconds double precision,
    rows_in bigint,
    rows_out bigint,
    rows_rejected bigint,
    process text not null,
    host text not null
);

-- grain: one step of one day that is to fail; put there from outside, to see what a failure costs. remaining says how
-- many executions more fail, null that they do until the row is removed. An empty table changes nothing.
create table if not exists etl.faults (
    step text not null,
    partition_date date not null,
    remaining integer check (remaining >= 0),
    primary key (step, partition_date)
);

-- grain: one file of a source and one day that it was read for, with how many rows of that day, or passed over for, and
-- why. Only of sources that have files; many that are passed over for the same reason are some names and a number.
create table if not exists etl.source_files (
    partition_date date not null,
    source_file text not null,
    rows bigint,
    passed_over text
);
create index if not exists etl_source_files_by_day on etl.source_files (partition_date);
