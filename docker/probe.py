"""Whether a service is healthy, for its health check: by the standard library alone.

The orchestrators' own commands import all of them each time, which starves a small machine.

    probe.py URL                     answers with success
    probe.py URL COMPONENT           Airflow's api-server says that the component is healthy
    probe.py --daemons URL           Dagster's webserver says that every required daemon is healthy
    probe.py --listens HOST:PORT     something listens
"""

import json
import socket
import sys
import urllib.request

DAEMONS = "{ instance { daemonHealth { allDaemonStatuses { required healthy } } } }"


def answer(url: str, body: object = None) -> bytes:
    """What the address answers; raises OSError where it does not, or with an error."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})  # noqa: S310 (our own services)
    with urllib.request.urlopen(request, timeout=5) as reply:  # noqa: S310
        return bytes(reply.read())


def healthy(arguments: list[str]) -> bool:
    """What the arguments ask; raises OSError where nobody answers."""
    match arguments:
        case ["--listens", address]:
            host, _, port = address.rpartition(":")
            socket.create_connection((host, int(port)), timeout=5).close()
            return True
        case ["--daemons", url]:
            found = json.loads(answer(url, {"query": DAEMONS}))["data"]["instance"]["daemonHealth"]["allDaemonStatuses"]
            return all(daemon["healthy"] for daemon in found if daemon["required"])
        case [url, component]:
            return bool(json.loads(answer(url))[component]["status"] == "healthy")
        case [url]:
            return bool(answer(url)) or True
    raise SystemExit(__doc__)


if __name__ == "__main__":
    try:
        sys.exit(0 if healthy(sys.argv[1:]) else 1)
    except OSError as error:
        sys.exit(str(error))
