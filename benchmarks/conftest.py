"""``pytest benchmarks``: the cases of a profile, collected and measured as users of pytest-benchmark do it."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # what only a measurement needs would make collecting slow
    from benchmarks.selected import Selected

_HERE = Path(__file__).parent
_USUAL = "quick"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the choice of cases."""
    about = f"the profile whose cases are measured; 'bench list' shows them all (default: {_USUAL})"
    parser.getgroup("bench").addoption("--profile", default=_USUAL, help=about)


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a profile that is not known; what is measured in a process of its own names none."""
    if (profile := config.getoption("--profile")) != _USUAL:
        from benchmarks.selected import of_profile

        of_profile(profile)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The core's own speed is measured where it is named: ``make speed``."""
    speed = _HERE / "speed"
    named = (Path(argument.partition("::")[0]).resolve() for argument in config.args)
    return True if collection_path == speed and not any(path.is_relative_to(speed) for path in named) else None


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> "pytest.Module | None":
    """Benchmarks are named as their scenarios are, without ``test_``."""
    if module_path != _HERE / "test_scenarios.py":
        return None

    from benchmarks.selected import of_profile

    _, entries = of_profile(parent.config.getoption("--profile"))
    asked = {entry.scenario for entry in entries}

    class Scenarios(pytest.Module):
        def funcnamefilter(self, name: str) -> bool:
            return name in asked

    return Scenarios.from_parent(parent, path=module_path)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A benchmark for each contender in each case of the profile."""
    if "selected" in metafunc.fixturenames:
        from benchmarks.selected import name_of, of_profile

        _, entries = of_profile(metafunc.config.getoption("--profile"))
        scenario = metafunc.function.__name__
        # By its name: a file of pytest-benchmark holds texts.
        metafunc.parametrize("entry", [name_of(entry) for entry in entries if entry.scenario == scenario])


@pytest.fixture(scope="session")
def selected(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Selected]":
    """All that is selected, ready to be measured on one baseline; what goes on is logged (``--log-cli-level=INFO``)."""
    from benchmarks import runner
    from benchmarks.selected import Selected, plan_of_selected

    tell = logging.getLogger("bench").info
    functions = [item for item in request.session.items if isinstance(item, pytest.Function)]
    own = [one for one in functions if "selected" in one.fixturenames]
    names = {(one.originalname, str(one.callspec.params["entry"])) for one in own}
    plan = plan_of_selected(request.config.getoption("--profile"), names)
    out = tmp_path_factory.mktemp("bench")
    runner.make_environments(runner.started(plan), tell)
    runner.start(plan, out, tell)
    with runner.measuring(plan, out, tell) as measure:
        yield Selected(plan, measure)
