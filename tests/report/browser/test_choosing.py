"""What a reader chooses in the page: comparisons, and a ranking."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from report.chapters.question import Measure
from report.chapters.verdict.questions import questions
from report.chapters.verdict.ranking import ranking, weighable
from report.readme import reference

from .conftest import UNFOLD


def chosen(page: Page) -> dict[str, str]:
    """Contender's label -> its ratio in the comparison by choice."""
    rows = page.locator(".explorer tbody tr").all()
    return {" ".join(row.locator("th").inner_text().split()): row.locator("td").nth(2).inner_text() for row in rows}


def test_ratios_follow_the_baseline_that_is_chosen(page: Page) -> None:
    """They are those that the page's Python gave, or their reciprocals, whichever contender is the baseline."""
    part = json.loads(page.locator(".explorer script").text_content() or "")[0]
    metric = part["cases"][0]["metrics"][0]
    labels = {one["name"]: " ".join(one["told"].split()) for one in metric["contenders"]}
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
    page.locator(".explorer input[name=with]").first.uncheck()
    seen = page.locator(".explorer table").inner_text()
    assert "#choose?" in page.url
    page.reload()
    assert page.locator(".explorer table").inner_text() == seen
    context = browser.new_context()
    fresh = context.new_page()
    fresh.goto(page.url)
    assert fresh.locator(".explorer table").inner_text() == seen
    context.close()


def test_each_chapter_that_is_chosen_is_compared_and_the_others_can_be_hidden(page: Page) -> None:
    """In the order of the page; a chapter that is not about contenders stays."""
    parts = [part["title"] for part in json.loads(page.locator(".explorer script").text_content() or "")]
    assert len(parts) > 1
    assert page.locator(".explorer table").count() == 1
    page.locator(".explorer").get_by_label(parts[-1], exact=True).check()
    assert page.locator(".explorer table").count() == 2
    page.locator(".explorer").get_by_label(parts[0], exact=True).uncheck()
    page.get_by_label("Hide chapters and contenders").check()
    shown = page.locator("h2").filter(visible=True).all_inner_texts()
    assert [title for title in shown if title in parts] == parts[-1:]
    assert shown[0] == "Verdict"
    assert shown[-1] == "Method"
    assert page.locator("nav").get_by_role("link", name=parts[0], exact=True).count() == 0
    page.get_by_label("Hide chapters and contenders").uncheck()
    assert page.locator("h2").filter(visible=True).count() == page.locator("h2").count()


def test_a_contender_that_is_not_chosen_leaves_the_other_tables_too(page: Page) -> None:
    """Where the reader says so."""
    page.evaluate(UNFOLD)
    named = page.locator("main tbody tr", has=page.get_by_text("airflow:tuned", exact=True)).filter(visible=True)
    before = named.count()
    assert before > 1
    page.locator(".explorer input[value='airflow:tuned']").uncheck()
    assert named.count() == before
    page.get_by_label("Hide chapters and contenders").check()
    assert named.count() == 0


def ranked(page: Page) -> list[str]:
    """The contenders in the order in which the ranking has them."""
    return page.locator(".weighing tbody tr td:nth-child(2)").all_inner_texts()


def weigh(page: Page, **weights: int) -> None:
    """Give questions a weight, and all others none."""
    for label in page.locator(".weighing label").all():
        question = label.inner_text().split("\n")[0].strip()
        label.locator("input").fill(str(weights.get(question, 0)))


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


def test_the_ranking_follows_the_contenders_and_the_baseline_that_are_chosen(page: Page) -> None:
    """It is that of Python for the contenders that are left, with the baseline's cost as one."""
    asked = weighable(questions(reference()))
    without = "airflow:tuned"
    left = [replace(each, measures=[_without(measure, without) for measure in each.measures]) for each in asked]
    expected = ranking(left)
    assert expected
    page.locator(f".explorer input[value='{without}']").uncheck()
    rows = page.locator(".weighing tbody tr").filter(visible=True)
    found = [row.locator("td, th").all_inner_texts() for row in rows.all()]
    assert [[*row[:3], *row[5:]] for row in found] == [[*row[:3], *row[5:]] for row in expected.table.rows]
    last = expected.table.rows[-1]
    page.get_by_label("Baseline").select_option(label=_told(page, last[1]))
    assert rows.last.locator("td").nth(1).inner_text() == "1.00×"


def _without(measure: Measure, name: str) -> Measure:
    contenders = [one for one in measure.contenders if one.name != name]
    return replace(
        measure, contenders=contenders, samples={one: measure.samples[one] for one in measure.samples if one != name}
    )


def _told(page: Page, label: str) -> str:
    """How the page calls a contender where it can be chosen."""
    options = page.get_by_label("Baseline").locator("option").all_inner_texts()
    return next(text for text in options if text.startswith(label))


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
