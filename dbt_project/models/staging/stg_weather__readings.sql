with source as (
    select * from {{ source('clean', 'validated_readings') }}
    where {{ in_days('partition_date') }}
),

renamed as (
    select
        partition_date as observed_date,
        observed_at,
        station,
        -- numeric, so that sums and means do not depend on the order of the rows
        temperature_c::numeric as temperature_c,
        dew_point_c::numeric as dew_point_c,
        humidity_pct::numeric as humidity_pct,
        wind_direction_deg::numeric as wind_direction_deg,
        wind_speed_ms::numeric as wind_speed_ms,
        wind_gust_ms::numeric as wind_gust_ms,
        precipitation_mm::numeric as precipitation_mm,
        pressure_hpa::numeric as pressure_hpa,
        visibility_km::numeric as visibility_km
    from source
)

select * from renamed
