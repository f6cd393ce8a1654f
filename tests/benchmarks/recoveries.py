"""What both tools run to get over each fault, by the step log's counts: the same however the stacks were started."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from benchmarks.scenarios.rerun.faults import FAULTS
from records.measurement import Parity, Rerun

CONTENDERS = ("airflow:tuned", "dagster:tuned")
"""bare is in tests/long."""


@dataclass(frozen=True)
class Recovered:
    """How a contender got over a fault."""

    rerun: Rerun
    parity: Parity
    reason: str | None = None
    """Why it did not."""


RecoveredOf = dict[tuple[str, str], Recovered]
"""By contender and fault."""


class Recoveries:
    """Tests of every fault; beside a class that inherits them is a fixture `recovered`."""

    days: Mapping[str, int]
    """Fault -> over how many days."""

    @pytest.mark.parametrize("contender", CONTENDERS)
    @pytest.mark.parametrize("fault", FAULTS)
    def test_tables_are_right_after_every_fault(self, recovered: RecoveredOf, fault: str, contender: str) -> None:
        """They are those of a clean run, and nothing that had to run is missing."""
        found = recovered[contender, fault]
        assert found.reason is None
        assert found.parity.identical, found.parity
        assert found.rerun.missing == 0

    def test_a_transient_failure_is_retried_by_the_orchestrators_alone(self, recovered: RecoveredOf) -> None:
        """One step more than the seven."""
        assert ran(recovered, "transient-failure") == {"airflow:tuned": (8, 7, 1), "dagster:tuned": (8, 7, 1)}

    def test_a_failed_step_is_resumed_where_it_failed(self, recovered: RecoveredOf) -> None:
        """After three tries, the five steps left of one day are run."""
        assert ran(recovered, "failed-step") == {"airflow:tuned": (5, 5, 1), "dagster:tuned": (5, 5, 1)}
        for one in reruns(recovered, "failed-step").values():
            assert (one.first_failed, one.first_repeated, one.first_went_on) == (3, 0, [])

    def test_a_failed_model_is_resumed_without_its_sibling(self, recovered: RecoveredOf) -> None:
        """After the fix; but each of Dagster's retries before it repeats the models of its one dbt step."""
        assert ran(recovered, "failed-model") == {"airflow:tuned": (2, 2, 1), "dagster:tuned": (2, 2, 1)}
        repeated = {name: one.first_repeated for name, one in reruns(recovered, "failed-model").items()}
        assert repeated == {"airflow:tuned": 0, "dagster:tuned": 4}

    def test_nothing_runs_downstream_of_a_failed_test(self, recovered: RecoveredOf) -> None:
        """After the repair, the tested model runs again with its tests and what depends on it; none is left failed."""
        assert ran(recovered, "failed-test") == {"airflow:tuned": (4, 4, 1), "dagster:tuned": (4, 4, 1)}
        for one in reruns(recovered, "failed-test").values():
            assert (one.first_went_on, one.tests_left_failed) == ([], [])

    def test_a_corrected_or_late_day_runs_alone(self, recovered: RecoveredOf) -> None:
        """Seven steps of one day, with one action."""
        alone = dict.fromkeys(CONTENDERS, (7, 7, 1))
        assert ran(recovered, "corrected-day") == alone
        assert ran(recovered, "late-file") == alone

    def test_a_changed_model_runs_with_what_depends_on_it(self, recovered: RecoveredOf) -> None:
        """The model and the report of every day are run."""
        count = 2 * self.days["changed-model"]
        assert ran(recovered, "changed-model") == dict.fromkeys(CONTENDERS, (count, count, 1))

    def test_all_again_runs_all_again_although_nothing_has_changed(self, recovered: RecoveredOf) -> None:
        """Every step of every day, of which none had to run."""
        assert ran(recovered, "nothing-changed") == dict.fromkeys(CONTENDERS, (7 * self.days["nothing-changed"], 0, 1))

    def test_a_day_asked_for_twice_is_run_twice_or_refused(self, recovered: RecoveredOf) -> None:
        """Airflow refuses the second request; Dagster runs it, and the tables are right all the same."""
        assert ran(recovered, "asked-twice") == {"airflow:tuned": (7, 7, 2), "dagster:tuned": (14, 7, 2)}
        refused = {name: len(one.refused) for name, one in reruns(recovered, "asked-twice").items()}
        assert refused == {"airflow:tuned": 1, "dagster:tuned": 0}


def reruns(recovered: RecoveredOf, fault: str) -> dict[str, Rerun]:
    """Contender -> what its recovery from the fault was."""
    return {name: recovered[name, fault].rerun for name in CONTENDERS}


def ran(recovered: RecoveredOf, fault: str) -> dict[str, tuple[int, int, int]]:
    """Contender -> step executions, how many had to be, and the user's actions."""
    return {name: (one.executed, one.needed, len(one.actions)) for name, one in reruns(recovered, fault).items()}
