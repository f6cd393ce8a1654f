"""README tells the truth about the project."""

import re
import subprocess
from pathlib import Path

from benchmarks.stacks.registry import contender
from report.chapters.registry import title
from report.readme import BEGIN, END, README, REPORT, figures, reference, written
from report.report import rendered

PROJECT = Path(__file__).parents[1]


def test_figures_are_those_of_the_committed_reference_result() -> None:
    """Every number in the block of figures comes from result files, by `make docs`."""
    text = README.read_text()
    assert BEGIN in text
    assert END in text
    assert written(text, figures(reference())) == text


def test_the_report_is_that_of_the_committed_reference_results() -> None:
    """`make docs` writes it; where a picture's text stands depends on the machine's fonts, so pictures just exist."""
    texts = rendered(reference(), REPORT)
    for name in (name for name in texts if name.endswith(".md")):
        assert (REPORT / name).read_text() == texts[name], name
    shown, made = (re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL) for html in (_page(), texts["index.html"]))
    assert shown == made
    assert all((REPORT / name).exists() for name in texts)


def _page() -> str:
    return (REPORT / "index.html").read_text()


def test_the_reference_result_is_in_parity() -> None:
    """No figure is shown that was not earned, and there is something of every kind."""
    evidence = reference()
    assert [title(key) for key in evidence.parts] == [
        "Backfill: warm workers",
        "Backfill: tuned, without a broker",
        "Backfill on Docker Compose",
        "Failures and changes",
        "Testing and changing",
    ]
    for results in evidence.all_runs().values():
        assert all(m.outcome == "completed" and m.parity.identical for m in results.measurements)


def test_the_idle_workers_that_the_report_tells_of_are_as_many_as_are_configured() -> None:
    """And the module that is imported for them is there."""
    knobs = contender("airflow:tuned").environment
    told = (REPORT / "report.md").read_text()
    assert f"It has up to {knobs['AIRFLOW__CORE__PARALLELISM']} workers, as many as" in told
    assert (PROJECT / f"{knobs['AIRFLOW__CORE__MP_FORKSERVER_PRELOAD'].replace('.', '/')}.py").exists()


def test_every_make_target_that_is_named_exists() -> None:
    """A reader can run what README says."""
    makefile = (PROJECT / "Makefile").read_text()
    for target in set(re.findall(r"`make ([a-z-]+)`", README.read_text())):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_folder_that_is_named_in_the_tree_exists() -> None:
    """The tree in README is the tree of the project."""
    tree = README.read_text().split("```text")[1].split("```")[0]
    tracked = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    folders = {line.split("/")[0] for line in tracked.splitlines()}
    for line in tree.strip().splitlines():
        assert line.split()[0].rstrip("/") in folders, line
