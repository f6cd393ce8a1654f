"""The page of the reference results in a real browser."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from .conftest import DESKTOP, UNFOLD

PHONE = ViewportSize(width=360, height=740)
REACHABLE = "a[href], button, input, summary, [tabindex='0']"
# The labels of the seconds' axis of the timeline that is drawn by the page.
SECONDS = (
    "() => [...document.querySelectorAll('figure .vega-embed .role-axis-label')]"
    ".map((axis) => [...axis.querySelectorAll('text')].map((text) => Number(text.textContent)))"
    ".find((labels) => labels.every((label) => !Number.isNaN(label)))"
)


def _seconds(page: Page) -> list[float]:
    found: list[float] = page.evaluate(SECONDS)
    return found


def test_every_chapter_and_section_is_there_and_linked(page: Page) -> None:
    """The contents name each heading that is not behind a fold, and each link leads to one."""
    shown = "all => all.filter(one => !one.closest('.evidence')).map(one => '#' + one.id)"
    headings = page.locator("h2[id], h3[id]").evaluate_all(shown)
    links = page.locator("nav a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert links == headings
    about_tests = ["Testing and changing", "Side by side", "Method"]
    chapters = [
        "Verdict",
        "Backfill: tuned, without a broker",
        "Backfill: warm workers",
        "Backfill on Docker Compose",
        "Failures and changes",
        *about_tests,
    ]
    assert page.locator("h2").all_inner_texts() == chapters


def test_the_page_is_small_and_quick(browser: Browser, index: Path) -> None:
    """Under 5 MB, and the best of three loads under 2 s: the others may have had to share the machine."""
    assert index.stat().st_size < 5_000_000
    loads = []
    for _ in range(3):
        page = browser.new_page()
        page.goto(index.as_uri())
        loads.append(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
        page.close()
    assert min(loads) < 2000


def test_a_table_sorts_by_its_headings_and_copies_as_text(browser: Browser, index: Path) -> None:
    """Numbers by their size, twice the other way round; as Markdown and as CSV with all rows."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(index.as_uri())
    table = page.locator("#backfill-tuned-without-a-broker ~ .table, section[aria-labelledby^=backfill] .table").first
    heading = table.locator("thead button").nth(2)

    def column() -> list[float]:
        texts = table.locator("tbody tr td:nth-child(3)").all_inner_texts()
        return [float(text.split(" ")[0].replace(",", "")) for text in texts]

    heading.click()
    assert column() == sorted(column())
    heading.click()
    assert column() == sorted(column(), reverse=True)
    bar = page.locator("section[aria-labelledby^=backfill] .copy").first
    rows = table.locator("tbody tr").count()
    for name, lines in (("Markdown", rows + 2), ("CSV", rows + 1)):
        bar.get_by_role("button", name=f"Copy as {name}").click()
        bar.get_by_role("button", name="Copied").first.wait_for()
        assert len(page.evaluate("navigator.clipboard.readText()").splitlines()) == lines
    context.close()


def test_what_is_behind_a_fold_opens_for_who_follows_a_link_to_it(browser: Browser, index: Path) -> None:
    """The address of a section of the evidence leads to it."""
    page = browser.new_page()
    page.goto(f"{index.as_uri()}#method-versions")
    assert page.locator("#method-versions").is_visible()
    assert not page.locator("#verdict-all-measures").is_visible()
    page.close()


def test_a_phone_shows_the_ratios_of_the_verdict_without_scrolling_sideways(browser: Browser, index: Path) -> None:
    """Each row is a card there."""
    page = browser.new_page(viewport=PHONE)
    page.goto(index.as_uri())
    cells = page.locator("section[aria-labelledby=verdict] .cards td", has_text="×")
    assert cells.count() > 3
    for cell in cells.all():
        box = cell.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    page.close()


def test_a_timeline_zooms_by_its_sliders_and_back(page: Page) -> None:
    """Fewer seconds on the axis; the whole picture again."""
    page.evaluate(UNFOLD)
    figure = page.locator("figure:has(button.zoom)").first
    figure.get_by_role("button", name="Zoom in").click()
    sliders = figure.locator("input[type=range]")
    sliders.first.wait_for()
    assert _seconds(page)[-1] > 10
    sliders.nth(1).fill("5")
    page.wait_for_function(f"Math.max(...({SECONDS})()) <= 5")
    assert _seconds(page)[0] == 0
    figure.get_by_role("button", name="Show all").click()
    assert not sliders.first.is_visible()
    assert figure.locator("svg").first.is_visible()


def test_the_keyboard_reaches_everything(page: Page) -> None:
    """Every link, button, slider, fold, and everything that scrolls has its turn with Tab."""
    page.evaluate("scroll(0, 0)")
    wanted = page.locator(REACHABLE).evaluate_all("all => all.filter(one => one.checkVisibility()).length")
    page.evaluate("window.reached = new Set(); addEventListener('focusin', (event) => reached.add(event.target))")
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
    missed = page.locator(REACHABLE).evaluate_all(
        "all => all.filter(one => one.checkVisibility() && !reached.has(one)).map(one => one.outerHTML.slice(0, 100))"
    )
    assert missed == []


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"])
def test_the_page_is_accessible_and_fits(browser: Browser, index: Path, size: ViewportSize, scheme: str) -> None:
    """axe-core finds nothing serious, with every fold open, and the page itself never scrolls sideways."""
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(index.as_uri())
    page.evaluate(UNFOLD)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    serious = [
        (one["id"], [node["html"][:150] for node in one["nodes"][:3]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
    context.close()


def test_the_page_prints_whole(page: Page, tmp_path: Path) -> None:
    """On paper there are no contents, sliders or buttons, and no table is cut."""
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert not page.locator(".weighing form").is_visible()
    assert page.pdf(path=tmp_path / "page.pdf").startswith(b"%PDF")
