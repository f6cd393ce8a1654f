"""Writes the report: one Markdown page, one self-contained HTML page, and the pictures."""

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from report.document import Picture, Section
from report.read import Results, read_results
from report.sections import sections
from report.words import plural

TEMPLATES = Path(__file__).parent / "templates"


def write_report(folder: Path, out: Path | None = None) -> list[Path]:
    """Write report.md, index.html and one SVG a picture for a results folder into out (the folder itself if None).

    Returns the paths written, pages first. Raises ResultError if the results cannot be read; nothing is
    written then.
    """
    results = read_results(folder)
    return write_page("One weather pipeline, run and measured", _subtitle(results), sections(results), out or folder)


def write_page(title: str, subtitle: str, parts: list[Section], target: Path) -> list[Path]:
    """Write a page of sections as report.md, index.html and one SVG a picture; returns the paths, pages first."""
    page = {"title": title, "subtitle": subtitle, "sections": parts}
    pictures = [block for part in parts for block in part.blocks if isinstance(block, Picture)]
    texts = {
        "report.md": _environment(html=False).get_template("report.md.jinja").render(page),
        "index.html": _environment(html=True).get_template("index.html.jinja").render(page),
        **{f"{picture.name}.svg": picture.svg for picture in pictures},
    }
    target.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (target / name).write_text(text, encoding="utf-8")
    return [target / name for name in texts]


def _subtitle(results: Results) -> str:
    """The main case, and how much there is beside it."""
    plan, case, others = results.plan, results.main.case, len(results.subjects) + len(results.reruns) - 1
    beside = f", and {plural(others, 'other case')}" if others else ""
    return (
        f"{plural(case.days.count, 'day')} ({case.days.start} to {case.days.end}), {case.concurrency} at once, source "
        f"{case.source}{beside}; profile {plan.profile}, measured {plan.created_at:%Y-%m-%d}"
    )


def inline(picture: Picture) -> Markup:
    """The picture as part of a page: ids of its own, a name for screen readers, no XML address."""
    svg = re.sub(r'\s(xmlns(:\w+)?)="[^"]*"', "", picture.svg)
    svg = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{picture.name}-", svg)
    named = Markup('<svg role="img" aria-label="{}" ').format(picture.alt)
    return Markup(svg.replace("<svg ", named, 1))  # noqa: S704 (drawn by vl-convert, which escapes its texts)


def cell(text: str) -> str:
    """Text as Markdown that shows just that text, also inside a table."""
    return re.sub(r"([\\`*<|\[\]])", r"\\\1", " ".join(text.split()))


def _environment(html: bool) -> Environment:
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=html,  # noqa: S701 (in Markdown the cell filter does it)
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    found.filters |= {"inline": inline, "cell": cell}
    found.tests["kind"] = lambda block, name: type(block).__name__ == name
    return found
