"""A chain of steps: its figures, worked out by hand, and its chapter."""

from dataclasses import replace

import pytest

from records.measurement import Chained, ChainStep, Computed
from records.names import CHAIN, HEAVY_STEPS, LIGHT_STEPS
from records.plan import Chain
from report.chapters.chain.chapter import form
from report.chapters.chain.figures import between_s, processes, recorded, work_s
from report.chapters.chain.questions import questions
from report.data.folders import Evidence
from report.data.results import Results

from .made import Made, a_case, results_of, tables


def step(place: int, queued: float | None, started: float, ended: float) -> ChainStep:
    """A step as its tool has recorded it."""
    return ChainStep(step=f"step_{place:02}", queued_s=queued, started_s=started, ended_s=ended, tries=1)


def computed(place: int, started: float, ended: float, process: int) -> Computed:
    """A step as it has told itself."""
    return Computed(step=f"step_{place:02}", started_s=started, ended_s=ended, process=process, value=55)


def test_a_chain_takes_from_the_first_steps_creation_to_the_last_ones_end() -> None:
    """Of steps that are queued: the gap ends there, dispatch begins there."""
    found = recorded([step(0, 1.0, 1.2, 1.5), step(1, 2.0, 2.2, 2.6), step(2, 3.0, 3.2, 3.4)])
    assert found
    assert found.total_s == pytest.approx(2.4)
    assert (found.gap_s, found.dispatch_s, found.in_task_s) == pytest.approx((0.45, 0.2, 0.3))


def test_where_nothing_is_queued_a_step_is_created_when_it_starts() -> None:
    """Then there is no dispatch."""
    found = recorded([step(0, None, 1.0, 1.5), step(1, None, 1.6, 2.0)])
    assert found
    assert (found.total_s, found.gap_s) == pytest.approx((1.0, 0.1))
    assert found.dispatch_s is None


def test_without_records_there_is_nothing_to_tell() -> None:
    """Nor of a single step, which hands over to none."""
    assert recorded([]) is None
    assert recorded([step(0, None, 1.0, 1.5)]) is None


def test_the_steps_own_clocks_tell_work_and_what_is_between() -> None:
    """And their process numbers, whether a step is a process."""
    chain = Chained(
        recorded=[], computed=[computed(0, 1.0, 1.4, 7), computed(1, 1.5, 1.8, 7), computed(2, 2.1, 2.2, 8)]
    )
    assert between_s(chain) == pytest.approx(0.2)
    assert work_s(chain) == pytest.approx(0.8)
    assert processes(chain) == 2


def shaped(contender: str, shape: str, between: float, *, own_process: bool) -> Made:
    """Five rounds of three steps of 50 ms, so many seconds after one another, in a process each or all in one."""
    at = [(place, place * (0.05 + between), place * (0.05 + between) + 0.05) for place in range(3)]
    chain = Chained(
        recorded=[step(place, None, start, end) for place, start, end in at],
        computed=[computed(place, start, end, place if own_process else 7) for place, start, end in at],
    )
    asked = {"name": f"3-steps-as-{shape}", "work": "chain", "chain": Chain(steps=3, number=10, shape=shape)}
    return Made(LIGHT_STEPS, a_case(1).model_copy(update=asked), contender, [1.0] * 5, changes={"chain": chain})


@pytest.fixture
def results() -> Results:
    """Airflow's tasks are processes, Dagster's ops are calls or processes."""
    return results_of(
        shaped("airflow:tuned", "dag", 0.4, own_process=True),
        shaped("dagster:tuned", "ops", 0.12, own_process=False),
        shaped("dagster:tuned", "ops-in-processes", 2.0, own_process=True),
    )


def test_a_contender_has_a_row_for_each_shape_by_either_method(results: Results) -> None:
    """Three steps of 50 ms and two times 400 ms between are 950 ms, of which 800 are overhead; of 1 CPU s a third."""
    told = {section.title: section.blocks for section in form("Steps", results).evidence}
    theirs, ours = tables(told["What handing over takes"])
    assert theirs.rows[0] == [
        *("airflow:tuned", "dag", "a process", "5"),
        *("0.95", "0.95 to 0.95", "317", "267", "400", "–", "50.0"),
    ]
    assert ours.rows == [
        ["airflow:tuned", "dag", "a process", "5", "1.00", "400", "333"],
        ["dagster:tuned", "ops", "a call", "5", "1.00", "120", "333"],
        ["dagster:tuned", "ops-in-processes", "a process", "5", "1.00", "2,000", "333"],
    ]


def test_steps_are_compared_in_as_few_processes_as_can_be_and_in_one_each(results: Results) -> None:
    """Dagster's ops as calls, then as processes; Airflow's tasks are processes in both."""
    (asked,) = questions(Evidence({CHAIN: results}))
    few, each = asked.measures
    assert (few.ranked, each.ranked) == (True, False)
    for measure, airflow, dagster in ((few, 400.0, 120.0), (each, 400.0, 2000.0)):
        assert measure.samples.keys() == {"airflow:tuned", "dagster:tuned"}
        assert measure.samples["airflow:tuned"] == pytest.approx([airflow] * 5)
        assert measure.samples["dagster:tuned"] == pytest.approx([dagster] * 5)


def test_without_a_chain_nothing_is_compared() -> None:
    """The question says then what measures it."""
    (asked,) = questions(Evidence({}))
    assert asked.measures == []


def made(
    contender: str, between: float, cpu: float = 0.6, number: int = 10, recorded: tuple[ChainStep, ...] = ()
) -> Made:
    """Five rounds of three steps, a process each, so many seconds apart; of the heavy ones if the number is 33."""
    chain = Chain(steps=3, number=number, shape="dag")
    case = a_case(1).model_copy(update={"name": f"3-steps-of-{number}", "work": "chain", "chain": chain})
    starts = [place * (0.1 + between) for place in range(3)]
    steps = [computed(place, start, start + 0.1, process=place) for place, start in enumerate(starts)]
    told = Chained(recorded=list(recorded), computed=steps)
    scenario = HEAVY_STEPS if number == 33 else LIGHT_STEPS
    return Made(scenario, case, contender, [1.0] * 5, cpus=[cpu] * 5, changes={"chain": told})


CHAINS = (
    made("airflow:tuned", 0.3),
    made("dagster:tuned", 0.6),
    made("airflow:tuned", 0.2, cpu=0.9, number=33),
)


def test_the_chapter_tells_what_is_between_two_steps() -> None:
    """Of light steps in a sentence, of both kinds in the table, with CPU time a step."""
    chapter = form("Steps", results_of(*CHAINS))
    assert chapter.answer == (
        "Between two steps that do next to nothing: Airflow (tuned) 300 ms (dag, a process); Dagster (tuned) 600 ms "
        "(dag, a process)."
    )
    assert chapter.table
    assert chapter.table.caption.endswith(": 3 steps of fibonacci(10), 3 steps of fibonacci(33)")
    assert chapter.table.rows == [
        ["airflow:tuned", "dag", "a process", "300", "200", "200", "300"],
        ["dagster:tuned", "dag", "a process", "600", "200", "–", "–"],
    ]
    assert chapter.means == []
    titles = [section.title for section in chapter.section().evidence]
    assert titles == ["Contenders", "What handing over takes", "Beside other engines", "Raw values"]


def test_airflow_behind_a_broker_stands_beside_what_was_published_of_it() -> None:
    """By the same method: 2.4 s of records for three steps."""
    steps = (step(0, 1.0, 1.2, 1.5), step(1, 2.0, 2.2, 2.6), step(2, 3.0, 3.2, 3.4))
    (sentence,) = form("Steps", results_of(made("airflow:celery", 0.3, recorded=steps))).means
    assert sentence.startswith("Airflow (celery) takes 800 ms per step by the published method, where Airflow 3.3.1, ")
    assert " took 228 ms: 3.51×. Between a step's end and the next one's queueing 450 ms (there 125 ms), " in sentence
    assert sentence.endswith(", in the task 300 ms (there 85 to 92 ms).")


def test_a_measure_leads_to_the_chapter_of_its_own_results() -> None:
    """That of docker compose has another title."""
    own = results_of(*CHAINS)
    composed = replace(own, plan=own.plan.model_copy(update={"target": "compose"}))
    for key, results, title in (("chain", own, ""), ("chain-compose", composed, " on Docker Compose")):
        (question,) = questions(Evidence({key: results}))
        assert [measure.chapter for measure in question.measures] == [f"Steps one after the other{title}"] * 2
        assert question.measures[0].samples["airflow:tuned"] == pytest.approx([300.0] * 5)
