"""The environment variables of whatever the harness starts or connects to: the caller's, but for what leads astray.

A caller's PG* would name another server, a locale that is not there stops initdb, a proxy swallows what is said over
loopback, PYTHON* change how our processes run, and a terminal's width cuts what is written into a file.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

_ASTRAY = (
    *("PG", "LC_", "LANG", "PYTHON", "PYTEST_", "UV_", "VIRTUAL_ENV", "MPL", "MATPLOTLIB", "GUNICORN_", "UVICORN_"),
    *("COLUMNS", "LINES", "FORCE_COLOR", "NO_COLOR", "CLICOLOR", "PY_COLORS", "TERM"),
)
"""How the names of variables begin that are not handed on."""
_HOW_UV_REACHES = (
    *("UV_INDEX", "UV_DEFAULT_INDEX", "UV_EXTRA_INDEX", "UV_FIND_LINKS", "UV_CONFIG_FILE", "UV_KEYRING", "UV_OFFLINE"),
    *("UV_CACHE", "UV_NO_CACHE", "UV_LINK_MODE", "UV_CONCURRENT", "UV_NATIVE_TLS", "UV_SYSTEM_CERTS", "UV_HTTP"),
    *("UV_REQUEST", "UV_INSECURE", "UV_NO_PROGRESS"),
)
"""How those begin that say where uv gets packages from, and how: these are the caller's to say."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
# In every glibc since 2.35, and in what Debian had before; Python takes it too where a user's own is missing.
_LOCALE = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


def ours(caller: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of a process that the harness starts, from the caller's (this process's, if none are given)."""
    caller = os.environ if caller is None else caller
    return {**_without(caller, _ASTRAY), **_LOCALE, **loopback_direct(caller)}


def of_uv(caller: Mapping[str, str] | None = None) -> dict[str, str]:
    """The same for uv, with where the caller gets packages from."""
    caller = os.environ if caller is None else caller
    return ours(caller) | {name: value for name, value in caller.items() if name.startswith(_HOW_UV_REACHES)}


def loopback_direct(caller: Mapping[str, str]) -> dict[str, str]:
    """The variables with which no client sends what is meant for this machine through a proxy, in both spellings."""
    told = ",".join(filter(None, dict.fromkeys((caller.get("NO_PROXY", ""), caller.get("no_proxy", "")))))
    hosts = dict.fromkeys(host.strip() for host in told.split(",") if host.strip())
    direct = ",".join(hosts | dict.fromkeys(_LOOPBACK))
    return {"NO_PROXY": direct, "no_proxy": direct}


def enter() -> None:
    """Let this process connect as what it starts does: no caller's PG*, and loopback without a proxy."""
    for name in [name for name in os.environ if name.startswith("PG")]:
        del os.environ[name]
    os.environ.update(loopback_direct(os.environ))


@contextmanager
def of_server() -> Iterator[None]:
    """While a PostgreSQL is started: in the locale that every system has, with none of the caller's PG*."""
    before = {name: value for name, value in os.environ.items() if name.startswith(("PG", "LC_", "LANG"))}
    try:
        for name in before:
            del os.environ[name]
        os.environ["LC_ALL"] = "C"
        yield
    finally:
        del os.environ["LC_ALL"]
        os.environ.update(before)


def _without(variables: Mapping[str, str], prefixes: tuple[str, ...]) -> dict[str, str]:
    return {name: value for name, value in variables.items() if not name.startswith(prefixes)}
