with readings as (
    select * from {{ ref('stg_weather__readings') }}
    where {{ in_days() }}
),

station_cities as (
    select * from {{ ref('station_cities') }}
),

placed as (
    select
        readings.*,
        -- a station that the seed does not know is its own city
        coalesce(station_cities.city, readings.station) as city
    from readings
    left join station_cities on readings.station = station_cities.station
)

select
    observed_date,
    city,
    {{ weather_measures() }}
from placed
group by observed_date, city
