"""Two results folders side by side, against figures worked out by hand."""

from pathlib import Path
from statistics import geometric_mean, median

import pytest

from records.measurement import Machine, Resources
from report.compare import blocks
from report.compare.comparison import FolderComparison, compare_folders
from report.compare.gate import failures, warnings
from report.compare.page import write_comparison
from report.compare.records import ComparisonRecord
from report.errors import ResultError
from report.stats.intervals import ratio_interval

from .conftest import CASE, OTHER, WALLS, Build, entries
from .made import sentences

SLOWER = {contender: [1.3 * wall for wall in own] for contender, own in WALLS.items()}
DESK = {"name": "desk", "cpu": "A CPU", "cores": 8, "memory_bytes": 32_000_000_000, "system": "Linux 6.1"}
LAPTOP = Machine.model_validate(DESK | {"name": "laptop", "cores": 4, "python": "3.11.2"})
TWO_ROUNDS = {contender: own[:2] for contender, own in WALLS.items()}


def of(found: FolderComparison, contender: str, metric: str = "wall_time") -> ComparisonRecord:
    """One contender's record of a metric."""
    (record,) = [r for r in found.records if (r.contender, r.metric) == (contender, metric)]
    return record


def test_a_record_is_the_ratio_of_all_rounds_of_b_to_all_of_a(build: Build) -> None:
    """Medians, geometric means and the interval of values that do not pair, from the raw values."""
    record = of(compare_folders(build(name="a"), build(SLOWER, name="b")), "airflow:stock")
    one, other = WALLS["airflow:stock"], SLOWER["airflow:stock"]
    assert (record.median_a, record.median_b) == (median(one), median(other))
    assert (record.n_a, record.n_b) == (5, 5)
    assert record.ratio == pytest.approx(geometric_mean(other) / geometric_mean(one))
    assert (record.low, record.high) == ratio_interval(other, one, interleaved=False)
    assert record.verdict == "slower"


def test_rounds_of_two_runs_never_pair(build: Build) -> None:
    """Ten rounds that drift alike would, paired, hide the drift that the two runs do not share."""
    drift = [10 * (1 + i / 33) for i in range(10)]
    walls = {"bare": drift, "airflow:stock": [2 * wall for wall in drift]}
    record = of(compare_folders(build(walls, name="a"), build(walls, name="b")), "bare")
    assert record.low is not None
    assert record.high is not None
    assert ratio_interval(drift, drift) == pytest.approx((1, 1))
    assert record.high - record.low > 0.1


def test_cpu_time_at_one_pace_on_one_side_alone_is_said(build: Build) -> None:
    used = Resources(cpu_s=9, cpu_s_by_role={}, harness_cpu_s=0, elsewhere_cpu_s=0, core_pace_s=5e-6)
    paced = build(changes={contender: {"resources": used} for contender in WALLS}, name="a")
    told = "A's CPU time is normalised for core speed; B's is as used."
    assert told in sentences([blocks.caveats(compare_folders(paced, build(name="b")))])
    assert told not in sentences([blocks.caveats(compare_folders(paced, paced))])


@pytest.mark.parametrize(
    ("factor", "wall", "cpu"),
    [
        (1.3, "slower", "more"),
        (0.7, "faster", "less"),
        (1.0, "no measurable difference", "no measurable difference"),
    ],
)
def test_the_verdict_is_on_b_in_the_metrics_own_words(build: Build, factor: float, wall: str, cpu: str) -> None:
    """Time is faster or slower, use is less or more; equal counts differ by nothing."""
    walls = {contender: [factor * each for each in own] for contender, own in WALLS.items()}
    found = compare_folders(build(name="a"), build(walls, name="b"))
    assert (of(found, "bare").verdict, of(found, "bare", "cpu_time").verdict) == (wall, cpu)
    assert of(found, "airflow:stock", "metadata_rows").verdict == "no measurable difference"


def test_fewer_than_five_rounds_on_a_side_carry_no_verdict(build: Build) -> None:
    """The ratio is shown, the verdict is not."""
    found = compare_folders(build(name="a"), build(TWO_ROUNDS, name="b"))
    assert {(r.n_b, r.verdict) for r in found.records} == {(2, "too few rounds")}
    assert of(found, "bare").ratio is not None


def test_what_only_one_side_has_is_listed(build: Build) -> None:
    """A contender, or a whole case, that the other side was never asked for is missing there, and said to be."""
    fewer = {contender: own for contender, own in WALLS.items() if contender != "dagster:stock"}
    one, other = build(name="a"), build(fewer, name="b")
    record = of(compare_folders(one, other), "dagster:stock")
    assert (record.verdict, record.reason, record.median_b) == ("missing", "not in B", None)
    assert of(compare_folders(other, one), "dagster:stock").reason == "not in A"


def test_a_contender_that_failed_on_a_side_is_missing_with_its_reason(build: Build) -> None:
    broken = build(name="b", changes={"airflow:stock": {"parity": OTHER}})
    record = of(compare_folders(build(name="a"), broken), "airflow:stock")
    assert (record.verdict, record.reason) == ("missing", "withheld in B")
    assert record.detail == "in B: its tables differ from bare's in 2 places"


def test_a_case_of_another_content_is_not_compared_and_said_first(build: Build, tmp_path: Path) -> None:
    """The same name does not make it the same case."""
    other_case = CASE.model_copy(update={"source": "generated:5"})
    other = build(name="b", cases=[other_case], changes={contender: {"case": other_case} for contender in WALLS})
    found = compare_folders(build(name="a"), other)
    assert {r.reason for r in found.records if r.metric == "wall_time"} == {"another case"}
    assert [(d.kind, d.where, d.what, d.a, d.b) for d in found.differences] == [
        ("case", CASE.name, "source", "packaged", "generated:5")
    ]
    page = write_comparison(found, tmp_path / "page")[0].read_text()
    first = page.index("Different cases of the same name: 3-days-2-at-once, source packaged in A, generated:5 in B.")
    assert first < page.index("## Verdicts")


def test_another_machine_and_other_versions_are_said_before_any_figure(build: Build, tmp_path: Path) -> None:
    """By what of the machine, and by stack and package; memory and CPU are the same and not said."""
    changes = {contender: {"machine": LAPTOP} for contender in WALLS}
    changes["airflow:stock"] |= {"versions": {"dbt-core": "1.11.0", "airflow": "3.1.0"}}
    found = compare_folders(build(name="a"), build(name="b", changes=changes))
    assert [(d.kind, d.where, d.what, d.a, d.b) for d in found.differences] == [
        ("machine", "machine", "name", "desk", "laptop"),
        ("machine", "machine", "cores", "8", "4"),
        ("version", "airflow", "airflow", "3.0.0", "3.1.0"),
    ]
    page = write_comparison(found, tmp_path / "page")[0].read_text()
    before = page[: page.index("## Verdicts")]
    assert "Different machines: name desk in A, laptop in B; cores 8 in A, 4 in B." in before
    assert "| airflow | airflow | 3.0.0 | 3.1.0 |" in before


def test_other_seeds_profiles_and_numbers_of_rounds_are_no_difference(build: Build) -> None:
    other = build(TWO_ROUNDS, name="b", seed=8, profile="standard")
    assert compare_folders(build(name="a"), other).differences == []


def test_the_page_shows_a_picture_and_the_drift_between_two_runs(build: Build, tmp_path: Path) -> None:
    paths = write_comparison(compare_folders(build(name="a"), build(SLOWER, name="b")), tmp_path / "page")
    assert [path.name for path in paths] == ["report.md", "index.html", "ratios.svg"]
    page = paths[0].read_text()
    assert "were not interleaved" in page
    assert "backfill, 3-days-2-at-once, Airflow (stock): 1.30× the wall time" in page
    assert "was not measured against itself" in page


def test_what_was_measured_against_itself_is_not_asked_to_be(many: Path) -> None:
    """A folder with A/A compares with itself in every case, and nothing is left out."""
    found = compare_folders(many, many)
    assert not any("against itself" in sentence for sentence in sentences([blocks.caveats(found)]))
    assert not blocks.not_compared(found)
    assert {r.verdict for r in found.records} == {"no measurable difference", "too few rounds"}


def test_the_gate_lets_nothing_slower_pass_than_is_allowed(build: Build) -> None:
    """1.3 times is more than 10 %, not more than 40 %; faster is fine."""
    one, other = build(name="a"), build(SLOWER, name="b")
    slower = compare_folders(one, other).records
    assert [text.split(",")[0] for text in failures(slower, 0.1)] == [
        f"slower: backfill 3-days-2-at-once {contender}" for contender in WALLS
    ]
    assert failures(slower, 0.4) == []
    assert failures(compare_folders(other, one).records, 0) == []


def test_the_gate_says_what_it_could_not_judge(build: Build) -> None:
    """What is missing in B is a warning while something else can be judged; nothing to judge by is a failure."""
    one = build(name="a")
    fewer = {contender: own for contender, own in WALLS.items() if contender != "dagster:stock"}
    left = compare_folders(one, build(fewer, name="b")).records
    assert warnings(left) == ["not judged, not in B: backfill 3-days-2-at-once dagster:stock"]
    assert failures(left, 0.1) == []
    few = compare_folders(one, build(TWO_ROUNDS, name="c")).records
    assert warnings(few)[0].startswith("not judged, fewer than 5 rounds on a side: backfill 3-days-2-at-once bare; ")
    assert failures(few, 0.1) == ["nothing could be judged"]


def test_the_gate_fails_what_has_no_number_any_more(build: Build) -> None:
    """A contender that failed, or was planned and never measured, is worse than a slow one."""
    one = build(name="a")
    failed = build(name="b", changes={"bare": {"outcome": "failed", "reason": "out of memory"}})
    assert failures(compare_folders(one, failed).records, 0.1) == [
        "no number any more: backfill 3-days-2-at-once bare, in B: round 1 failed: out of memory"
    ]
    stopped = build({"bare": WALLS["bare"]}, name="c", entries=entries(WALLS))
    lost = failures(compare_folders(one, stopped).records, 0.1)
    assert lost[0] == "no number any more: backfill 3-days-2-at-once airflow:stock, in B: not measured"
    assert len(lost) == 2


def test_a_folder_that_cannot_be_read_is_named(build: Build, tmp_path: Path) -> None:
    """So is one of the other kind, which has no rounds of the pipeline."""
    one = build(name="a")
    with pytest.raises(ResultError, match=r"nothing: plan\.json: cannot be read"):
        compare_folders(one, tmp_path / "nothing")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "ergonomics.json").write_text("{}")
    with pytest.raises(ResultError, match=r"tests: holds results of bench ergonomics; take two folders of bench run"):
        compare_folders(tmp_path / "tests", one)
