"""The page of the reference results in a real browser."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize, sync_playwright

from report.readme import reference
from report.report import write_evidence

DESKTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=360, height=740)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
REACHABLE = "a[href], button, input, summary, [tabindex='0']"
UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"


# The labels of the seconds' axis of the timeline that is drawn by the page.
SECONDS = (
    "() => [...document.querySelectorAll('figure .vega-embed .role-axis-label')]"
    ".map((axis) => [...axis.querySelectorAll('text')].map((text) => Number(text.textContent)))"
    ".find((labels) => labels.every((label) => !Number.isNaN(label)))"
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page, built in under half a minute of CPU time."""
    before = time.process_time()
    page = write_evidence(reference(), tmp_path_factory.mktemp("report"))[1]
    assert time.process_time() - before < 30
    return page


@pytest.fixture(scope="module")
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


def ranked(page: Page) -> list[str]:
    """The contenders in the order in which the ranking has them."""
    return page.locator(".weighing tbody tr td:nth-child(2)").all_inner_texts()


def _seconds(page: Page) -> list[float]:
    found: list[float] = page.evaluate(SECONDS)
    return found


def weigh(page: Page, **weights: int) -> None:
    """Give questions a weight, and all others none."""
    for label in page.locator(".weighing label").all():
        question = label.inner_text().split("\n")[0].strip()
        label.locator("input").fill(str(weights.get(question, 0)))


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


def test_the_sliders_change_the_ranking(page: Page) -> None:
    """Whoever costs least in the one question that has weight stands first."""
    data = json.loads(page.locator(".weighing script").text_content() or "")
    questions = [label.inner_text().split("\n")[0].strip() for label in page.locator(".weighing label").all()]
    firsts = set()
    for i, question in enumerate(questions):
        weigh(page, **{question: 7})
        costs = {name: own[i] for name, own in zip(data["contenders"], data["scores"], strict=True)}
        known = [name for name, cost in costs.items() if cost is not None]
        order = sorted(known, key=lambda name: costs[name])
        assert [costs[name] for name in ranked(page)[: len(order)]] == [costs[name] for name in order]
        firsts.add(ranked(page)[0])
    assert len(firsts) > 1


def chosen(page: Page) -> dict[str, str]:
    """Contender's label -> its ratio in the comparison by choice."""
    rows = page.locator(".explorer tbody tr").all()
    return {" ".join(row.locator("th").inner_text().split()): row.locator("td").nth(2).inner_text() for row in rows}


def test_ratios_follow_the_baseline_that_is_chosen(page: Page) -> None:
    """They are those that the page's Python gave, or their reciprocals, whichever contender is the baseline."""
    part = json.loads(page.locator(".explorer script").text_content() or "")[0]
    metric = part["cases"][0]["metrics"][0]
    labels = {one["name"]: " ".join(one["label"].split()) for one in metric["contenders"]}
    for baseline, own in labels.items():
        page.get_by_label("Baseline").select_option(baseline)
        expected = {own: 1.0}
        for pair, (ratio, *_) in metric["pairs"].items():
            one, other = pair.split(" ")
            expected |= {labels[one]: ratio} if other == baseline else {}
            expected |= {labels[other]: 1 / ratio} if one == baseline else {}
        assert {label: float(ratio.removesuffix("×")) for label, ratio in chosen(page).items()} == {
            label: pytest.approx(ratio, abs=0.0051) for label, ratio in expected.items()
        }


def test_a_choice_is_in_the_address_and_outlives_the_page(browser: Browser, page: Page) -> None:
    """A reload shows it again, and so does the address in a fresh profile."""
    page.get_by_label("Metric").select_option(index=1)
    page.get_by_label("Baseline").select_option(index=1)
    page.locator(".explorer input[type=checkbox]").first.uncheck()
    seen = page.locator(".explorer table").inner_text()
    assert "#choose?" in page.url
    page.reload()
    assert page.locator(".explorer table").inner_text() == seen
    context = browser.new_context()
    fresh = context.new_page()
    fresh.goto(page.url)
    assert fresh.locator(".explorer table").inner_text() == seen
    context.close()


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


def test_all_weights_can_be_set_back(page: Page) -> None:
    """The ranking is then the one that the page began with, which is the one without any script."""
    before = page.locator(".weighing tbody").inner_text()
    weigh(page, Start=10)
    assert page.locator(".weighing tbody").inner_text() != before
    page.get_by_role("button", name="Equal weights").click()
    page.wait_for_function("document.querySelector('.weighing input').value === '5'")
    assert page.locator(".weighing tbody").inner_text() == before


def test_no_weight_at_all_is_asked_to_be_mended(page: Page) -> None:
    """Nothing is divided by nothing."""
    weigh(page)
    assert page.locator(".weighing .said").inner_text() == "Give at least one question a weight."


def test_the_static_ranking_is_the_scripts_ranking(browser: Browser, index: Path, page: Page) -> None:
    """A reader without scripts sees the same figures."""
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(index.as_uri())
    assert plain.locator(".weighing tbody").inner_text() == page.locator(".weighing tbody").inner_text()
    assert not plain.locator(".weighing form").is_visible()
    context.close()


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
