"""Every measured number of the committed pages follows from raw values: where these are others, so is the number."""

import csv
import json
import random
import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from report.data.folders import Evidence, first_of_each
from report.readme import REPORT, figures, reference
from report.report import rendered

COUNTED = {"peak_pss_bytes", "bytes", "rows", "processes", "size_bytes", "idle_bytes", "output_lines", "cause_from_end"}
"""Whole numbers that are measured; floating-point ones all are."""
PACES = {"pace_s", "core_pace_s"}
"""What CPU seconds are divided by: changed as they are, it would cancel out."""
APART = {"data_ready_s": 0.95, "harness_cpu_s": 1.4, "elsewhere_cpu_s": 1.4}
"""What is changed more, or less, than all else of its measurement: a share of it is told."""
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
MEASURED = re.compile(r"(?<![\w.,:-])\d[\d,]*(?:\.\d+(?![\w.-])|(?=×| s\b| MB\b))")
"""A number with digits after the point, or with a unit."""
SETTINGS = [
    r"every 30 s|after 10 s each|samples taken every 2 s",
    r"0\.50× is half as much",
    r"17 to 20 s before any code runs",
    r"keys as well since 3\.2",
]
"""Lines with numbers that are no results: settings, examples, what others ask."""
TOLD_WITH_A_DATE = r"^\| 20\d\d-\d\d-\d\d"
"""What is known of earlier runs: the log of changes, and the table of noise, each with its source."""
MACHINES = r"^vm: \d+ cores|^\| vm \|"
COUNTS = r"had to run \([\d.]+×\)"
"""A ratio of counts, which are not changed here."""
SEEDS = ("one", "another")
"""A figure may be the same by chance, but not twice."""


def other(folder: Path, target: Path, seed: str) -> None:
    """A copy of a results folder in which all that is measured is about half as much again, by a factor a file."""
    shutil.copytree(folder, target)
    for path in sorted(target.rglob("*.json")):
        if path.name in ("plan.json", "ergonomics.json"):
            continue
        rng = random.Random(f"{seed} {path.stem}")
        content = json.loads(path.read_text())
        mean = random.Random(f"{seed} {_whose(path, content)}").uniform(1.3, 2.3)
        path.write_text(json.dumps(_other(content, mean * rng.uniform(0.9, 1.1), rng)))
        if (log := target / "step_log" / f"{path.stem}.csv").exists():
            _stretch(log, content, mean, rng)


def _whose(path: Path, content: Any) -> str:
    """The contender that a measurement is of, or the tool, which any other file's name ends in."""
    if isinstance(content, dict) and content.get("benchmarks", [{}])[0].get("extra_info"):
        return str(content["benchmarks"][0]["extra_info"]["contender"])
    return re.sub(r"-round\d+$", "", path.stem).rpartition("-")[2]


def _other(found: Any, factor: float, rng: random.Random, key: str = "") -> Any:
    if isinstance(found, dict):
        if key in ("machine_info", "options", "machine", "versions"):
            return found
        if key == "resources":
            roles = {role: cpu * rng.uniform(1.3, 1.9) for role, cpu in found["cpu_s_by_role"].items()}
            found |= {"cpu_s_by_role": roles, "cpu_s": sum(roles.values())}
            return {
                name: of if name in ("cpu_s", "cpu_s_by_role") else _other(of, factor, rng, name)
                for name, of in found.items()
            }
        return {name: _other(of, factor, rng, name) for name, of in found.items()}
    if isinstance(found, list):
        return [_other(each, factor, rng, key) for each in found]
    if isinstance(found, float):
        return found * (rng.uniform(0.8, 0.95) if key in PACES else factor * APART.get(key, 1))
    return round(found * factor) if key in COUNTED and isinstance(found, int) else found


def _stretch(log: Path, measurement: Any, mean: float, rng: random.Random) -> None:
    """The steps of a measurement, later and longer; the later they are, the more so, in the same order."""
    asked = datetime.fromisoformat(measurement["benchmarks"][0]["extra_info"]["started_at"])
    factor = mean * rng.uniform(0.9, 1.1)
    with log.open() as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for name in ("started_at", "ended_at"):
            if row[name]:
                passed = (datetime.fromisoformat(row[name]) - asked).total_seconds()
                row[name] = str(asked + timedelta(seconds=factor * max(passed, 0) ** 1.1))
        if row["cpu_seconds"]:
            row["cpu_seconds"] = str(float(row["cpu_seconds"]) * rng.uniform(1.3, 1.9))
    with log.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else [])
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Each page's text, and what it were if other values had been measured, by seed."""
    shown = reference()
    found = {name: [text] for name, text in _texts(shown).items()}
    for seed in SEEDS:
        target = tmp_path_factory.mktemp(seed)
        for folder in {part.folder for part in shown.parts.values()}:
            other(folder, target / folder.name, seed)
        changed = first_of_each(sorted(target.iterdir(), reverse=True))
        assert changed.parts.keys() == shown.parts.keys()
        texts = _texts(changed)
        for name, own in found.items():
            own.append(texts.get(name, ""))
    return found


def _texts(evidence: Evidence) -> dict[str, str]:
    """The pages with figures, as text; what is on the HTML page is made of the same blocks."""
    texts = {name: text for name, text in rendered(evidence, REPORT).items() if name.endswith(".md")}
    return {"README.md": figures(evidence)} | texts


def test_no_measured_number_stays_where_other_values_are_measured(pages: dict[str, list[str]]) -> None:
    """Neither in a sentence nor in a cell: none of them was written by hand."""
    left = {
        f"{name}: {number} in: {line}"
        for name, (text, *others) in pages.items()
        for number, line in set.intersection(*(set(_unmoved(text, each)) for each in others))
    }
    assert sorted(left) == []
    assert sum(len(MEASURED.findall(text)) for text, *_ in pages.values()) > 1000


def _unmoved(text: str, then: str) -> Iterator[tuple[str, str]]:
    """Numbers of lines that are the same but for numbers, which are not others now; with their lines."""
    lines, others = (_lines(page) for page in (text, then))
    alike = SequenceMatcher(None, *([_masked(line) for line in page] for page in (lines, others)), autojunk=False)
    known = re.compile("|".join([*SETTINGS, TOLD_WITH_A_DATE, MACHINES]))
    for block in alike.get_matching_blocks():
        for line, other in zip(lines[block.a :][: block.size], others[block.b :][: block.size], strict=True):
            for one, another in zip(NUMBER.finditer(line), NUMBER.finditer(other), strict=True):
                # Next to nothing stays so, and the baseline of a ratio is always one.
                telling = float(one[0].replace(",", "")) > 0.05 and one[0] != "1.00" and not known.search(line)
                if one[0] == another[0] and telling and MEASURED.match(line, one.start()):
                    yield one[0], line


def _lines(text: str) -> list[str]:
    """Without code, which holds no results, and without ratios of counts."""
    return re.sub(rf"(?s)```.*?```|{COUNTS}", "", text).splitlines()


def _masked(line: str) -> str:
    return NUMBER.sub("#", line)
