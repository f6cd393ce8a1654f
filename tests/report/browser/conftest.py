"""The page of the reference results, and a real browser to look at it."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize, sync_playwright

from report.readme import reference
from report.report import write_evidence

DESKTOP = ViewportSize(width=1280, height=900)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page, built in under half a minute of CPU time."""
    before = time.process_time()
    page = write_evidence(reference(), tmp_path_factory.mktemp("report"))[1]
    assert time.process_time() - before < 30
    return page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    assert path, f"no browser ({', '.join(BROWSERS)}): 'make browser' installs one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, index: Path) -> Iterator[Page]:
    """The page on a desktop, with what it complains of and asks the network for."""
    page = browser.new_page(viewport=DESKTOP)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if _complains(said) else None)
    page.on("request", lambda asked: complaints.append(asked.url) if _leaves(asked) else None)
    page.goto(index.as_uri())
    yield page
    page.close()
    assert complaints == []


def _complains(said: ConsoleMessage) -> bool:
    return said.type in ("error", "warning")


def _leaves(asked: Request) -> bool:
    return not asked.url.startswith(("file:", "data:"))
