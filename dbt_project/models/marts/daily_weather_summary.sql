with readings as (
    select * from {{ ref('stg_weather__readings') }}
    where {{ in_days() }}
)

select
    observed_date,
    station,
    {{ weather_measures() }}
from readings
group by observed_date, station
