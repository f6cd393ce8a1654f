"""What draws a zoomable picture in the page: Vega-Embed with all that it needs."""

from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

import vl_convert


@cache
def vega_embed() -> Future[str]:
    """The script, which the first call begins to bundle beside other work, because that takes seconds."""
    return ThreadPoolExecutor(1).submit(vl_convert.javascript_bundle, "window.vegaEmbed = vegaEmbed;")
