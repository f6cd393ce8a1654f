"""What `bench` cannot use is one sentence with the option and what to do: never a traceback."""

import errno
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.cli import app
from benchmarks.cli.surroundings import surroundings
from benchmarks.deployment import supervisor
from benchmarks.deployment.supervisor import FAILED, failing_told
from benchmarks.errors import BenchError, told
from records.whole import write_whole

Bench = Callable[..., str]
LONG = "x" * 300


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Bench:
    """Runs `bench` in this process; returns what it says on standard error where it fails."""
    monkeypatch.setattr(os, "environ", dict(os.environ))

    def run(*arguments: str) -> str:
        monkeypatch.setattr("sys.argv", ["bench", *arguments])
        with pytest.raises(SystemExit) as ended:
            app.main()
        assert ended.value.code == 1
        return capsys.readouterr().err

    return run


RUN = ("run", "--contender", "bare", "--days", "1", "--rounds", "1", "--warm-ups", "0", "--dry-run")
ATTACHED = ("run", "--target", "attached", "--dry-run")
REFUSED = {
    "a last day beyond all": (("run", "--start", "9999-12-31", "--days", "2"), "days: 2 days from 9999-12-31 on end"),
    "no such user": ((*RUN, "--source", "files:~nosuchuser/x"), "source files:~nosuchuser/x: there is no such user"),
    "a long path": ((*RUN, "--source", f"files:/{LONG}"), f"/{LONG}: File name too long; name a shorter path"),
    "no regular file": ((*RUN, "--source", "files:/dev/null"), "--source files:/dev/null: is no regular file"),
    "many digits": ((*RUN, "--source", "generated:" + "9" * 5_000), "is not known; take packaged, files:PATH"),
    "a bracket": ((*ATTACHED, "--url", "airflow=http://[::1"), "--url airflow=http://[::1: is no address ("),
    "a port of letters": ((*ATTACHED, "--url", "airflow=http://localhost:abc"), "is no address (Invalid port"),
    "no host name": ((*ATTACHED, "--url", "dagster=http://é..org"), "--url dagster=http://é..org: is no address ("),
    "the option of before": (("run", "--airflow-url", "http://[::1"), "--airflow-url: is now --url airflow=ADDRESS"),
    "no folder to resume": (("run", "--resume", "/dev/null"), "/dev/null holds no plan.json: it is not a results"),
    "a long one": (("run", "--resume", f"/{LONG}"), "plan.json: File name too long; name a shorter path"),
    "a report's place": (("report", "/nowhere"), "/nowhere: is no folder of results"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_used_is_named_with_what_to_do(arguments: tuple[str, ...], said: str, bench: Bench) -> None:
    """The message begins with 'error:', names the option or the file, and is no traceback."""
    message = bench(*arguments)
    assert said in message
    assert message.splitlines()[-1].startswith("error: ")
    assert "Traceback" not in message


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("/proc/x", "No such file or directory"),
        (f"/{LONG}", "File name too long"),
        ("/dev/null/x", "Not a directory"),
    ],
)
def test_a_place_for_results_that_cannot_be_made_is_named(place: str, said: str, bench: Bench) -> None:
    """By --out, whatever it is that the system refuses."""
    arguments = [one for one in RUN if one != "--dry-run"]
    assert f"error: --out {place}: {said}; " in bench(*arguments, "--out", place)


def test_of_several_folders_the_bad_one_is_named(bench: Bench, tmp_path: Path) -> None:
    """Whose plan it is that cannot be read."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.json").write_text("{}")
    assert f"error: {tmp_path}/one: plan.json: " in bench("report", str(tmp_path / "one"), str(tmp_path / "two"))


def test_what_the_system_refuses_is_a_sentence_with_its_file() -> None:
    """A full disk, a program that fails, and any other error in its own words."""
    full = OSError(errno.ENOSPC, "No space left on device", "/results/index.html")
    assert told(full) == "/results/index.html: No space left on device; free some disk"
    copy = subprocess.CalledProcessError(1, ["cp", "-a", Path("/a"), "/b"], stderr="cp: no space\n")
    assert told(copy) == "cp -a /a /b failed: cp: no space"
    assert told(BenchError("as it is")) == "as it is"
    assert told(ValueError()) == "ValueError"


def test_a_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full, a page that was there stays, nothing is left beside it, and the error names it."""
    page = tmp_path / "index.html"
    write_whole(page, "before")

    def full(self: Path, text: str, **_: object) -> None:
        with self.open("w") as file:
            file.write(text[:3])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match=r"No space left on device.*index\.html"):
        write_whole(page, "after")
    assert page.read_text() == "before"
    assert list(tmp_path.iterdir()) == [page]


@pytest.mark.parametrize(
    "error", [OSError(errno.EROFS, "Read-only file system", "/x"), BenchError("mend it"), PermissionError(13, "no")]
)
def test_a_command_that_gives_up_tells_the_harness_why(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """In its sentence, and not in the tail of a traceback."""
    heard: list[str] = []
    monkeypatch.setattr(supervisor, "say", heard.append)
    with pytest.raises(SystemExit), failing_told():
        raise error
    assert heard == [f"{FAILED}{told(error)}"]


def test_the_doctor_names_what_can_be_known_before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Locale, the folder for temporary files, shared memory, proxies and variables that a run leaves out."""
    for name, value in {"LC_ALL": "xx_YY.UTF-8", "https_proxy": "http://p", "PGPORT": "5433"}.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "a b").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "a b"))
    found = {one.what: one for one in surroundings()}
    assert found["locale"].found == "xx_YY.UTF-8, which is not on this system; a run takes C"
    assert not found["temporary files"].well
    assert f"TMPDIR={tmp_path}/a b: holds ' '" in found["temporary files"].remedy
    assert "https_proxy" in found["proxy"].found
    assert "PGPORT" in found["variables that a run leaves out"].found
    monkeypatch.setattr("benchmarks.cli.surroundings._SHARED_MEMORY", tmp_path / "nowhere")
    [shared] = [one for one in surroundings() if one.what == "shared memory"]
    assert not shared.well
    assert "can be written" in shared.remedy
