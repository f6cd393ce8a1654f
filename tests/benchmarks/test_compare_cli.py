"""`bench compare` at the terminal, in a pipe and in CI."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.cli.app import main

from ..report.conftest import WALLS, Build
from ..report.conftest import build as build  # noqa: PLC0414 (a fixture is found by its name here)

SLOWER = {contender: [1.3 * wall for wall in own] for contender, own in WALLS.items()}
TWO_ROUNDS = {contender: own[:2] for contender, own in WALLS.items()}
Compare = Callable[..., tuple[int, str, str]]


@pytest.fixture
def compare(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Compare:
    """Runs the command in this process: exit code, standard output, standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["bench", "compare", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        told = capsys.readouterr()
        return int(stopped.value.code or 0), told.out, told.err

    return run


@pytest.mark.parametrize(
    ("walls", "code", "said"),
    [
        (SLOWER, 1, "slower: backfill 3-days-2-at-once airflow:stock, 1.30× the wall time"),
        ({contender: [0.7 * wall for wall in own] for contender, own in WALLS.items()}, 0, ""),
        (WALLS, 0, ""),
        (TWO_ROUNDS, 1, "nothing could be judged"),
        ({"bare": WALLS["bare"]}, 0, "not judged, not in B: backfill 3-days-2-at-once airflow:stock"),
    ],
    ids=["slower", "faster", "same", "too few rounds", "less measured"],
)
def test_the_exit_code_is_for_ci(
    compare: Compare, build: Build, walls: dict[str, list[float]], code: int, said: str
) -> None:
    """1 for what is slower or cannot be judged at all, with the reason; what is only missing is a warning."""
    found, out, err = compare(build(name="a"), build(walls, name="b"), "--fail-if-slower", "10 %")
    assert found == code
    assert said in " ".join(err.split())
    assert "Verdict on B" in out


def test_without_a_limit_a_slower_side_is_no_error(compare: Compare, build: Build) -> None:
    """Comparing is one thing, judging another."""
    assert compare(build(name="a"), build(SLOWER, name="b"))[0] == 0


def test_json_is_all_that_standard_output_holds(compare: Compare, build: Build, tmp_path: Path) -> None:
    """Sides, differences and records, also while a page is written and a limit is broken."""
    arguments = ("--format", "json", "--out", tmp_path / "page", "--fail-if-slower", "10%")
    code, out, err = compare(build(name="a"), build(SLOWER, name="b"), *arguments)
    found = json.loads(out)
    assert list(found) == ["a", "b", "differences", "records"]
    assert {r["verdict"] for r in found["records"] if r["metric"] == "wall_time"} == {"slower"}
    assert code == 1
    assert (tmp_path / "page" / "index.html").exists()
    assert "index.html" in err


def test_another_machine_is_said_before_the_figures(compare: Compare, build: Build) -> None:
    laptop = {"cpu": "A CPU", "cores": 4, "memory_bytes": 32_000_000_000, "system": "Linux 6.1", "python": "3.11.2"}
    changes = {contender: {"machine": laptop | {"name": "laptop"}} for contender in WALLS}
    out = compare(build(name="a"), build(name="b", changes=changes))[1]
    assert "Different machines: name desk in A, laptop in B; cores 8 in A, 4 in B." in out
    assert out.index("Different machines") < out.index("Verdict on B")


@pytest.mark.parametrize("limit", ["0.1", "ten", "-5%", ""])
def test_a_limit_that_is_no_percentage_is_an_error_with_its_remedy(compare: Compare, limit: str) -> None:
    """Nothing is read before that."""
    code, _, err = compare("/no/such/a", "/no/such/b", f"--fail-if-slower={limit}")
    assert code == 1
    assert f"--fail-if-slower {limit}: is not a percentage; write it as 10%" in " ".join(err.split(" "))


def test_a_page_never_takes_the_place_of_a_results_own_report(compare: Compare, build: Build) -> None:
    folder = build(name="a")
    code, _, err = compare(folder, folder, "--out", folder)
    assert code == 1
    assert "name another folder" in err
    assert not (folder / "index.html").exists()


def test_a_folder_that_is_not_there_is_named(compare: Compare, build: Build) -> None:
    code, _, err = compare(build(name="a"), "/no/such/folder")
    assert code == 1
    assert "/no/such/folder: plan.json: cannot be read" in err
