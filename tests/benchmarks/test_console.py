"""What is printed: JSON that is JSON, whole tables into a pipe, messages letter by letter."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from benchmarks.cli import console as printed
from benchmarks.cli.doctor import Finding
from benchmarks.cli.plain import console, plain, visible
from report.data.read import read_results

PROJECT = Path(__file__).resolve().parents[2]
REFERENCE = sorted((PROJECT / "results" / "reference").glob("*-rerun"))[-1]


def test_json_is_json_whatever_colours_and_widths_are_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With FORCE_COLOR and a width of 20 columns it parses, and holds no escape code."""
    for name, value in {"FORCE_COLOR": "1", "COLUMNS": "20"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(printed, "_out", console(sys.stdout))
    printed.show_summary(read_results(REFERENCE), "json")
    found = capsys.readouterr().out
    assert "\x1b" not in found
    assert len(json.loads(found)) > 10


@pytest.mark.parametrize("environment", [{"FORCE_COLOR": "1", "COLUMNS": "20"}, {"TERM": "dumb", "COLUMNS": "20"}])
def test_a_pipe_gets_whole_tables(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """No cell is cut or broken, however wide the table and narrow the terminal that is spoken of."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found = "x" * 300
    pipe = io.StringIO()
    monkeypatch.setattr(printed, "_out", console(pipe))
    printed._out.file = pipe
    printed.show_findings([Finding("free disk", found, well=False, remedy="[red]free some[/red] :fire:")])
    [row] = [line for line in pipe.getvalue().splitlines() if "free disk" in line]
    assert row.split()[3:] == [found, "[red]free", "some[/red]", ":fire:"]


@pytest.mark.parametrize(
    "text",
    ["files:fire", "--source generated:100: growing makes up its readings", "[red]x[/red]", "a\\", ":100:", "[b"],
)
def test_messages_are_printed_letter_by_letter(
    text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither emoji nor markup is made of a name."""
    monkeypatch.setattr(printed, "_err", Console(stderr=True, soft_wrap=True, width=200))
    printed.note(text)
    printed.warning(text)
    printed.error(text)
    assert capsys.readouterr().err == f"{text}\nwarning: {text}\nerror: {text}\n"


@given(st.text())
def test_any_text_can_be_printed_and_read_back(text: str) -> None:
    """Whatever a name holds, it is shown; what would move a terminal's cursor, or is no text, by its code."""
    shown = visible(text)
    assert all(letter.isprintable() or letter == "\n" for letter in shown)
    shown.encode()
    assert plain(text).plain == shown
    if text.isprintable():
        assert shown == text


def test_output_that_cannot_be_written_is_one_sentence() -> None:
    """A full disk under standard output is told, with exit code 1, and no traceback."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.cli", "--help"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "error: standard output: No space left on device; free some disk" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
