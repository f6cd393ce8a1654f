"""What a stage said: where the cause stands in its output, and which tests failed."""

from pathlib import Path

from benchmarks.ergonomics.stages import Outcome, _failed

PYTEST = """
RuntimeWarning: an Error that is none
    def test_it():
>       assert a == b
E       assert 1 == 2

test_x.py:3: AssertionError
=== 1 failed ===
"""
JUNIT = """<testsuites><testsuite>
<testcase classname="tests.airflow_dags.test_airflow_graph" name="test_one"/>
<testcase classname="tests.airflow_dags.test_airflow_graph" name="test_two"><failure message="no"/></testcase>
<testcase classname="" name="tests.airflow_dags.test_airflow_schedule"><error message="collection failure"/></testcase>
</testsuite></testsuites>"""


def test_the_cause_is_pytests_first_line_of_it() -> None:
    """Whatever else the output has; its distance is counted from the output's last line."""
    assert Outcome("unit", 1.0, caught=True, output=PYTEST).cause == (3, "assert 1 == 2")


def test_elsewhere_the_cause_is_the_first_line_with_an_exception() -> None:
    """None where there is none."""
    output = "Traceback:\n  File x\nsome.module.ParseError: what\nmore"
    assert Outcome("load", 1.0, caught=True, output=output).cause == (1, "some.module.ParseError: what")
    assert Outcome("load", 1.0, caught=True, output="nothing to see").cause is None


def test_failed_tests_are_named_by_file_and_name(tmp_path: Path) -> None:
    """A file that could not be collected, by itself; without a report none."""
    (tmp_path / "junit.xml").write_text(JUNIT)
    assert _failed(tmp_path / "junit.xml") == ["test_airflow_graph::test_two", "test_airflow_schedule"]
    assert _failed(tmp_path / "none.xml") == []
