"""What is looked for in the pages of a report."""

import re
from html.parser import HTMLParser
from pathlib import Path

from report.chapters.verdict.chapter import write
from report.data.folders import read_evidence
from report.page.render import rendered_page


def part(page: str, title: str) -> str:
    """One section of a Markdown report."""
    return re.split(r"\n##+ ", page.split(f"\n### {title}\n")[1].replace("\n####", "\n~~~~"), maxsplit=1)[0]


def whole(page: Path) -> str:
    """report.md with each chapter's evidence in place of the line that leads to it."""

    def of_chapter(found: re.Match[str]) -> str:
        text = (page.parent / found[1]).read_text()
        sections = "\n## " + text.split("\n## ", 1)[1]
        return re.sub(r"^(#{2,3}) ", r"#\1 ", sections.replace("](../", "]("), flags=re.MULTILINE)

    return re.sub(r"^Evidence: \[.*\]\((evidence/.*\.md)\)$", of_chapter, page.read_text(), flags=re.MULTILINE)


def verdict(folder: Path) -> str:
    """The chapter on the verdict of a results folder's report, with its evidence, as Markdown, and no other chapter."""
    texts = rendered_page("", "", write(read_evidence([folder]), folder))
    return "\n".join(text for name, text in texts.items() if name.endswith(".md"))


def heading(text: str) -> list[str]:
    """The columns of the first table in a Markdown text."""
    return _lines(text)[0]


def table(text: str) -> list[list[str]]:
    """The cells of the first table in a Markdown text, without its heading."""
    return _lines(text)[2:]


def _lines(text: str) -> list[list[str]]:
    first = re.search(r"(^\|.*\n)+", text, re.MULTILINE)
    lines = first[0].splitlines() if first else []
    return [[cell.strip() for cell in re.split(r" \|(?: |$)", line.strip().removeprefix("|"))][:-1] for line in lines]


def without_scripts(html: str) -> str:
    """What a page shows before any script has run."""
    return re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


class Page(HTMLParser):
    """Collects a page's tags and checks that each is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "br", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
