"""What read_results accepts, and what it says when it cannot."""

import shutil
from pathlib import Path

import pytest

from report.data.metrics import CPU
from report.data.read import read_results, validate_file
from report.errors import ResultError

from .conftest import CASE, WALLS, Build, case, entries, measurement, plan, write
from .edited import Change, edit, info

LOG = "step_log/backfill-3-days-2-at-once-bare-round1.csv"
FIRST = "measurements/backfill-3-days-2-at-once-bare-round1.json"
USED = {"cpu_s": 6.0, "cpu_s_by_role": {}, "harness_cpu_s": 0, "elsewhere_cpu_s": 0}
SLOW = {"core_pace_s": 1e-5}


def test_a_good_folder_gives_every_round_in_planned_order(build: Build) -> None:
    """Runs come as planned: contenders in the plan's order, rounds in theirs, each with its wall time and log."""
    results = read_results(build())
    assert [(m.contender, m.round) for m in results.measurements] == [
        (contender, number) for contender in ("bare", "airflow:stock", "dagster:stock") for number in range(1, 6)
    ]
    assert [run.wall_s for run in results.control(results.main).rounds] == [4.0, 4.2, 4.1, 4.4, 4.3]
    log = results.runs[0].step_log
    assert str(log["started_at"].dt.tz) == "UTC"
    assert set(log["kind"]) == {"python", "dbt model", "dbt test"}


def test_every_file_of_a_good_folder_is_valid(build: Build) -> None:
    """validate_file finds nothing wrong with what the harness writes."""
    folder = build()
    files = [folder / "plan.json", *folder.glob("measurements/*"), *folder.glob("step_log/*")]
    assert len(files) == 31
    assert [validate_file(path) for path in files] == [[]] * 31


@pytest.mark.parametrize(
    ("change", "what", "where"),
    [
        (lambda c: info(c).pop("rows"), "required field is missing", "$.benchmarks[0].extra_info.rows"),
        (
            lambda c: info(c)["clocks"].pop("bring_up_s"),
            "required field is missing",
            "$.benchmarks[0].extra_info.clocks.bring_up_s",
        ),
        (
            lambda c: info(c).update(schema_version=1),
            "schema version 1",
            "$.benchmarks[0].extra_info.schema_version, but this report reads versions 2 and 3",
        ),
        (lambda c: info(c).update(mood="good"), "does not know", "$.benchmarks[0].extra_info.mood"),
        (lambda c: c["benchmarks"].append(c["benchmarks"][0]), "at most 1 item", "$.benchmarks"),
        (lambda c: c["benchmarks"][0]["stats"]["data"].append(1), "at most 1 item", "$.benchmarks[0].stats.data"),
        (lambda c: c["benchmarks"][0]["stats"].update(data=[9.0]), "9.000 s", "$.benchmarks[0].stats.data[0]"),
        (lambda c: info(c)["clocks"].update(control_plane_done_s=None), "no time", "clocks.control_plane_done_s"),
    ],
)
def test_a_wrong_measurement_is_named_with_place_and_remedy(
    build: Build, change: Change, what: str, where: str
) -> None:
    """One line says which file is wrong, what is wrong, where, and what to do; reading and validating agree."""
    path = build() / FIRST
    edit(path, change)
    with pytest.raises(ResultError) as error:
        read_results(path.parent.parent)
    sentence = str(error.value)
    assert sentence.startswith(f"{FIRST}: ")
    assert what in sentence
    assert where in sentence
    assert "run the benchmark again" in sentence
    assert "\n" not in sentence
    assert validate_file(path) == [sentence]


@pytest.mark.parametrize("text", ["", "{", '{"benchmarks": [', '{"benchmarks": NaN}', "\x00"])
def test_malformed_json_is_said_to_be_malformed(build: Build, text: str) -> None:
    """A file that is cut off or is no JSON at all gives one clear sentence."""
    folder = build()
    (folder / FIRST).write_text(text)
    with pytest.raises(ResultError, match=f"^{FIRST}: is not valid JSON"):
        read_results(folder)


def test_all_problems_of_one_file_are_listed(build: Build) -> None:
    """validate_file does not stop at the first problem."""
    path = build() / FIRST
    edit(path, lambda c: (info(c).pop("rows"), info(c).pop("steps")))
    assert [problem.count("is missing") for problem in validate_file(path)] == [1, 1]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("outcome", "result", "a required column is missing at outcome"),
        (",done,", ",fine,", "an unknown value 'fine' at outcome"),
        ("2026-11-20 21:00:0", "yesterday ", "not a date or time at started_at"),
    ],
)
def test_a_wrong_step_log_is_named_with_its_column(build: Build, old: str, new: str, what: str) -> None:
    """A step log is checked as strictly as a measurement."""
    folder = build()
    path = folder / LOG
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(ResultError, match=f"^{LOG}: {what}"):
        read_results(folder)
    assert len(validate_file(path)) == 1


@pytest.mark.parametrize("lost", ["plan.json", LOG])
def test_a_lost_file_is_named(build: Build, lost: str) -> None:
    """A folder without its plan, or a completed round without its log, is not a result."""
    folder = build()
    (folder / lost).unlink()
    with pytest.raises(ResultError, match=f"^{lost}: cannot be read"):
        read_results(folder)


def test_a_failed_round_may_lack_its_step_log(build: Build) -> None:
    """A contender that failed before its first step has no log, and can still be reported."""
    folder = build(changes={"airflow:stock": {"outcome": "failed", "reason": "never came up"}})
    for path in folder.glob("step_log/*airflow*"):
        path.unlink()
    results = read_results(folder)
    assert [len(run.step_log) for run in results.one(results.main, "airflow:stock").rounds] == [0] * 5


def test_a_copy_of_a_round_is_refused(build: Build) -> None:
    """The same round twice would count twice, so the copy is named."""
    folder = build()
    shutil.copy(folder / FIRST, folder / "measurements" / "copy.json")
    shutil.copy(folder / LOG, folder / "step_log/copy.csv")
    with pytest.raises(ResultError, match=r"^measurements/copy\.json: holds the same round as"):
        read_results(folder)


def test_warm_ups_are_kept_apart(build: Build) -> None:
    """A warm-up may bear a round's number, and is in no contender's rounds."""
    folder = build()
    write(folder, measurement("bare", 1, 9.9, warm_up=True), 9.9)
    results = read_results(folder)
    assert [run.wall_s for run in results.warm_ups] == [9.9]
    assert [run.wall_s for run in results.control(results.main).rounds] == WALLS["bare"]


def test_cases_and_contenders_come_in_the_order_of_the_plan(many: Path) -> None:
    """The order of cases, and of contenders in each, is the plan's; the main case comes first of all."""
    results = read_results(many)
    assert [each.name for each in results.scenarios] == ["backfill", "aa", "growing"]
    assert [each.name for each in results.cases("growing")] == [case(1, stations=n).name for n in (1, 100, 10_000)]
    again = results.series(results.subject("aa", case(7)))
    assert [each.name for each in again] == ["airflow:tuned", "dagster:tuned"]
    assert [each.contender for each in results.series(results.main)] == results.contenders == results.plan.contenders
    assert results.main.key == ("backfill", case(7).name)
    assert len(results.subjects) == len(set(results.subjects)) == 9


def test_the_main_case_is_the_nearest_that_there_is(build: Build) -> None:
    """Where no backfill was asked for, what was measured instead is the main case."""
    walls = {"bare": [4.0]}
    grown = case(1, stations=100)
    asked = {"cases": [grown], "main_case": case(7).name}
    alone = {"bare": {"scenario": "growing", "case": grown}}
    folder = build(walls, alone, **asked, entries=entries(walls, "growing", grown))
    assert read_results(folder).main.key == ("growing", "1-day-2-at-once-100-stations")


def test_a_case_that_the_plan_does_not_describe_is_named(build: Build) -> None:
    """A plan whose parts do not fit together is no plan."""
    folder = build()
    (folder / "plan.json").write_text(plan(entries=entries(WALLS, case=case(30))).model_dump_json())
    with pytest.raises(ResultError, match=r"^plan\.json: case '30-days-2-at-once' is not described"):
        read_results(folder)


@pytest.mark.parametrize(("what", "name"), [("contender", "bare:fast"), ("scenario", "a-flood")])
def test_a_measurement_that_the_plan_does_not_describe_is_named(build: Build, what: str, name: str) -> None:
    """Nothing could be said of it: what it is, which stack it is of, which family."""
    folder = build()
    edit(folder / FIRST, lambda c: info(c).update({what: name}))
    with pytest.raises(ResultError) as error:
        read_results(folder)
    assert str(error.value).startswith(
        f"{FIRST}: plan.json does not describe the {what} '{name}' at $.benchmarks[0].extra_info.{what}; run the"
    )


@pytest.mark.parametrize("what", ["stacks", "scenarios", "contenders"])
def test_a_plan_that_does_not_describe_what_it_asks_for_is_named(build: Build, what: str) -> None:
    folder = build()
    edit(folder / "plan.json", lambda plan: plan[what].clear())
    with pytest.raises(ResultError, match=rf"^plan\.json: {what[:-1]} '.*' is not described at \$\.{what}; run the"):
        read_results(folder)


def test_a_family_of_a_folder_is_as_if_it_had_been_measured_alone(build: Build) -> None:
    """Its scenarios, cases and runs; CPU time stays at the pace of the whole folder."""
    pace = {c: {"resources": {**USED, "core_pace_s": 5e-6}} for c in WALLS}
    asked = [*entries(WALLS), *entries(["bare"], "changed-code", case(7))]
    folder = build(changes=pace, entries=asked, cases=[CASE, case(7)])
    write(folder, measurement("bare", 1, 9.0, scenario="changed-code", case=case(7), resources=USED | SLOW), 9.0)
    whole = read_results(folder)
    assert whole.families == ["backfills", "rerun"]
    backfill, rerun = (whole.of_family(family) for family in whole.families)
    assert [subject.key for subject in whole.subjects] == [backfill.main.key, rerun.main.key]
    assert [len(part.runs) for part in (backfill, rerun)] == [15, 1]
    assert [[each.name for each in part.plan.cases] for part in (backfill, rerun)] == [[CASE.name], [case(7).name]]
    assert [each.name for each in rerun.contenders] == ["bare"]
    assert rerun.control(rerun.main).values(CPU) == pytest.approx([3.0])


def test_a_plan_that_calls_the_family_of_backfills_backfill_is_read(build: Build) -> None:
    """The family had its scenario's name at first: its results have their chapter all the same."""
    folder = build()
    edit(folder / "plan.json", lambda plan: [one.update(family="backfill") for one in plan["scenarios"]])
    assert read_results(folder).families == ["backfills"]
