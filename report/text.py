"""How numbers and names are written, the same on every page and in every picture."""

import re
from collections.abc import Iterable, Sequence

from records.plan import Case

MISSING = "–"
TIMES = "×"


def number(value: float | None) -> str:
    """A measured value with about three digits: 4.12, 41.2, 412, 4,120."""
    if value is None:
        return MISSING
    size = abs(value)
    return f"{value:.2f}" if size < 10 else f"{value:.1f}" if size < 100 else f"{value:,.0f}"


def times(value: float | None) -> str:
    """A ratio: 2.24 and the sign."""
    return MISSING if value is None else f"{value:.2f}{TIMES}"


def percent(share: float) -> str:
    """A share of one in per cent: 0.41 %, 4.12 %, 41.2 %."""
    return f"{number(100 * share)} %"


def limit(share: float) -> str:
    """A limit that was set, in per cent: 5 %."""
    return f"{100 * share:g} %"


def interval(low: float | None, high: float | None) -> str:
    """Both ends of an interval: 4.01 to 4.23."""
    return MISSING if low is None or high is None else f"{number(low)} to {number(high)}"


def spread(counts: Iterable[int]) -> str:
    """A count that should be the same in every round: 21, or 20 to 21 where it is not."""
    found = sorted(set(counts))
    if not found:
        return MISSING
    return f"{found[0]:,}" if len(found) == 1 else f"{found[0]:,} to {found[-1]:,}"


def plural(count: int, noun: str) -> str:
    """1 day, 3 days."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def case_label(case: Case) -> str:
    """What a case asks for: 7 days, 2 at once, generated:100 (the packaged source and real work go without saying)."""
    if case.idle_s:
        return f"{number(case.idle_s / 60)} minutes idle"
    if case.chain:
        return f"{plural(case.chain.steps, 'step')} of fibonacci({case.chain.number}), {case.chain.shape}"
    return ", ".join(
        [
            plural(len(case.days), "day"),
            f"{case.concurrency} at once",
            *([case.source] if case.source != "packaged" else []),
            *(["no work"] if case.work == "nothing" else []),
            *(["runs launched at once"] if case.launched_as == "runs" else []),
        ]
    )


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: a, b and c."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def one_line(text: str, most: int = 300) -> str:
    """Text of any shape on one line of at most so many characters; of a longer one the middle is left out.

    What went wrong stands at the end of most messages, behind the path of a log.
    """
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    head = most // 3
    return f"{flat[:head].rstrip()} … {flat[head + 3 - most :].lstrip()}"


def file_name(name: str) -> str:
    """A name with nothing that a file system or an address would stumble over."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", name)
