"""Every scenario as a benchmark, named as the scenario is.

A round is measured in a process of its own, as ``bench run`` does, and pytest-benchmark gets the seconds measured
there. The rounds of one contender follow one another; ratios between tools take ``bench run``, which interleaves them.
"""

from collections.abc import Callable

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.scenarios.registry import scenarios
from benchmarks.selected import Selected


class _Clock:
    """Stands still but for the seconds that were measured elsewhere."""

    seconds = 0.0

    def now(self) -> float:
        return self.seconds


_CLOCK = _Clock()


def _benchmark(scenario: str) -> Callable[..., None]:
    """A benchmark of one contender in one case of the scenario."""

    def measure(benchmark: BenchmarkFixture, selected: Selected, entry: str) -> None:
        chosen = selected.entry(scenario, entry)
        rounds, measured = selected.rounds(chosen), []

        def one_round() -> None:
            found = next(rounds)
            measured.append(found.model_dump(mode="json"))
            assert found.clocks.control_plane_done_s is not None
            _CLOCK.seconds += found.clocks.control_plane_done_s

        benchmark.group = f"{scenario} {chosen.case}"
        benchmark.pedantic(one_round, rounds=chosen.rounds, iterations=1, warmup_rounds=chosen.warm_ups)
        benchmark.extra_info["measurements"] = measured

    measure.__name__, measure.__doc__ = scenario, scenarios()[scenario].about
    return pytest.mark.benchmark(timer=_CLOCK.now)(measure)


globals().update({name: _benchmark(name) for name in scenarios()})
