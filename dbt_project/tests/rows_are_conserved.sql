-- Every landed row of a day is either staged or rejected: nothing is lost, nothing appears.
with landed as (
    select partition_date as observed_date, count(*) as landed_count
    from {{ source('raw', 'weather_readings') }}
    where {{ in_days('partition_date') }}
    group by partition_date
),

staged as (
    select observed_date, count(*) as staged_count
    from {{ ref('stg_weather__readings') }}
    where {{ in_days() }}
    group by observed_date
),

rejected as (
    select partition_date as observed_date, count(*) as rejected_count
    from {{ source('clean', 'rejected_readings') }}
    where {{ in_days('partition_date') }}
    group by partition_date
)

select observed_date, landed_count, staged_count, rejected_count
from landed
full join staged using (observed_date)
full join rejected using (observed_date)
where coalesce(landed_count, 0) != coalesce(staged_count, 0) + coalesce(rejected_count, 0)
