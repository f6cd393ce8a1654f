"""What Dagster finds by convention: the resources, the job with its schedule, the sensor."""
