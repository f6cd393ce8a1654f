"""Whatever a name holds, the page shows it and does nothing with it."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from records.measurement import Difference, Parity, PassedOver, SourceDay
from report.report import write_report

from .conftest import DAYS, Build
from .edited import edit, info

EVIL = "</script><img src=x onerror=alert(1)>`|*$x$<b>"


class Elements(HTMLParser):
    """What a browser would make of a page: its elements with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def evil(build: Build) -> Path:
    """Results with such a name wherever the harness or a source can bring one."""
    read = SourceDay(day=DAYS.start, read=[EVIL], rows={EVIL: 3}, passed_over=[PassedOver(file=EVIL, why=EVIL)])
    one = Difference(table="city_aggregates", key=EVIL, column=EVIL, bare=EVIL, contender=None)
    other = Parity(identical=False, differences=[one], difference_count=1)
    changes: dict[str, dict[str, object]] = {
        "bare": {"source_files": [read], "empty_days": [DAYS.end], "versions": {EVIL: EVIL}},
        "airflow:stock": {"parity": other},
        "dagster:stock": {"outcome": "failed", "reason": EVIL},
    }
    folder = build(changes=changes)

    def names(plan: dict[str, Any]) -> None:
        plan["command"] = plan["profile"] = EVIL
        for one in (*plan["contenders"], *plan["stacks"]):
            one["label"] = f"{one['name']} {EVIL}"
        for one in (*plan["contenders"], *plan["scenarios"]):
            one["about"] = EVIL
        for one in plan["cases"]:
            one["source"] = f"files:/{EVIL}"

    edit(folder / "plan.json", names)
    for path in (folder / "measurements").glob("*.json"):
        edit(path, lambda content: info(content)["machine"].update(name=EVIL, cpu=EVIL, system=EVIL))
        edit(path, lambda content: info(content)["case"].update(source=f"files:/{EVIL}"))
    return folder


def test_no_name_becomes_a_part_of_the_page(evil: Path, build: Build) -> None:
    """The page has no script beyond those of one of plain names, no image of a name, and no handler of an event."""
    pages = write_report(evil)
    [html] = [path for path in pages if path.suffix == ".html"]
    page = Elements()
    page.feed(html.read_text())
    assert not [tag for tag, attributes in page.found if any(name.startswith("on") for name in attributes)]
    assert not [tag for tag, attributes in page.found if attributes.get("src") == "x"]
    plain = Elements()
    plain.feed(next(path for path in write_report(build(name="plain")) if path.suffix == ".html").read_text())
    scripts = [[tag for tag, _ in one.found].count("script") for one in (page, plain)]
    assert 0 < scripts[0] <= scripts[1]
    assert json.dumps(EVIL) not in html.read_text()
    for markdown in (path for path in pages if path.suffix == ".md"):
        outside_code = re.sub(r"(?s)```.*?```", "", markdown.read_text())
        assert not re.search(r"(?<!\\)<(img|b>|/script)", outside_code)
