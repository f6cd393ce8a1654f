"""Writes a page: as Markdown, as HTML that needs nothing else, and its pictures."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from records.whole import write_whole
from report.page.document import Code, Explorer, Picture, Section, Weighing, anchor
from report.page.vega_embed import vega_embed

TEMPLATES = Path(__file__).parent / "templates"


def write_page(title: str, subtitle: str, sections: Sequence[Section], target: Path) -> list[Path]:
    """Write a page of sections: report.md, index.html, an SVG per picture and a Markdown page per chapter's evidence.

    Returns the paths in this order.
    """
    texts = rendered_page(title, subtitle, sections)
    for name, text in texts.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        write_whole(target / name, text)
    return [target / name for name in texts]


def rendered_page(title: str, subtitle: str, sections: Sequence[Section]) -> dict[str, str]:
    """The page as texts by file name, in the order in which write_page tells them."""
    pictures = list(_pictures(sections))
    drawing = vega_embed().result() if any(picture.zoomable for picture in pictures) else ""
    page = {"title": title, "subtitle": subtitle, "chapters": sections, "drawing": drawing}
    return {
        "report.md": _environment(html=False).get_template("report.md.jinja").render(page),
        "index.html": _environment(html=True).get_template("index.html.jinja").render(page),
        **{f"{picture.name}.svg": picture.svg for picture in pictures},
        **{evidence_page(each): _evidence(each) for each in sections if each.evidence},
    }


def evidence_page(chapter: Section) -> str:
    """The Markdown page of a chapter's evidence, from where report.md is."""
    return f"evidence/{chapter.anchor}.md"


def _evidence(chapter: Section) -> str:
    return _environment(html=False).get_template("evidence.md.jinja").render({"chapter": chapter})


def _pictures(parts: Sequence[Section]) -> Iterator[Picture]:
    for part in parts:
        yield from (block for block in part.blocks if isinstance(block, Picture))
        yield from _pictures([*part.sections, *part.evidence])


def inline(picture: Picture) -> Markup:
    """The picture as part of a page: ids of its own, a name for screen readers, no XML address."""
    # One name for the whole picture: those of its marks would be read out one by one.
    svg = re.sub(r'\s(xmlns(:\w+)?|role|aria-\w+)="[^"]*"', "", picture.svg)
    svg = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{picture.name}-", svg)
    named = Markup('<svg role="img" aria-label="{}" ').format(picture.alt)
    return Markup(svg.replace("<svg ", named, 1))  # noqa: S704 (drawn by vl-convert, which escapes its texts)


def highlighted(block: Code) -> Markup:
    """Code with its parts marked, for the page's own colours."""
    text = highlight(block.text, get_lexer_by_name(block.language), HtmlFormatter(nowrap=True))
    return Markup(text.rstrip("\n"))  # noqa: S704 (Pygments escapes its text)


def weights(block: Weighing) -> Markup:
    """What the page's script ranks by."""
    found = {
        "contenders": block.contenders,
        "scores": block.scores,
        "draws": block.draws,
        "weightings": block.weightings,
    }
    return in_json(json.dumps(found, separators=(",", ":")))


def choices(block: Explorer) -> Markup:
    """What the page's script compares by choice."""
    return in_json(json.dumps(block.parts, separators=(",", ":")))


def in_json(text: str) -> Markup:
    """JSON in an element of its own, which it must not end."""
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 (what could end it is masked)


def in_script(text: str) -> Markup:
    """A script, which must not end its element."""
    return Markup(re.sub(r"<(/script|!--)", r"<\\\1", text, flags=re.IGNORECASE))  # noqa: S704 (as above)


def cell(text: str) -> str:
    """Text as Markdown that shows just that text, also inside a table."""
    return re.sub(r"([\\`*<|\[\]])", r"\\\1", " ".join(text.split()))


def slug(title: str) -> str:
    """A heading as the target that hosts of Markdown make of it."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


@cache
def _environment(html: bool) -> Environment:
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=html,  # noqa: S701 (in Markdown the cell filter does it)
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    filters = (inline, highlighted, weights, choices, in_json, in_script, cell, slug, anchor, evidence_page)
    found.filters |= {each.__name__: each for each in filters}
    found.tests["kind"] = lambda block, name: type(block).__name__ == name
    return found
