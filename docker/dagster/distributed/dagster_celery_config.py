"""What dagster_celery.app, the workers' Celery app, reads where it is importable."""

import os

broker_url = os.environ["CELERY_BROKER_URL"]
result_backend = broker_url
