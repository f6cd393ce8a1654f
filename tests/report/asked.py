"""Questions with made-up values, for the verdict's rows, picture and ranking."""

from dataclasses import replace

from report.chapters.question import Measure, Question

from .described import contender, stack

TOOLS = ("airflow", "dagster", "prefect")
FIVE = [10.0, 10.1, 10.2, 9.9, 10.0]
TWICE = [2 * value for value in FIVE]
EQUAL = [9.9, 10.0, 10.1, 10.0, 10.2]
THRICE = [3 * value for value in FIVE]


def measure(
    name: str, *, reference: str | None = "dagster", missing: dict[str, str] | None = None, **samples: list[float]
) -> Measure:
    """A measure of contenders, their names with _ for : here."""
    own = {contender.replace("_", ":"): values for contender, values in samples.items()}
    contenders = [contender(each) for each in sorted({*own, *(missing or {})})]
    known = {each.stack for each in contenders}
    return Measure(
        name,
        name,
        "s",
        "faster",
        "slower",
        tools=[stack(tool) for tool in TOOLS if tool in known],
        reference=reference,
        contenders=contenders,
        samples=own,
        missing=missing or {},
        source=name,
    )


def question(*measures: Measure, short: str = "Speed") -> Question:
    """A question that these measures answer."""
    return Question(1, short, f"{short}?", "bench run", list(measures))


def paired(asked: Measure, **pairs: str) -> Measure:
    """The same measure with contenders in pairs, their names with _ for : here."""
    of = {name.replace("_", ":"): (pair,) for name, pair in pairs.items()}
    contenders = [one.model_copy(update={"pairs": of.get(one.name, ())}) for one in asked.contenders]
    return replace(asked, contenders=contenders)


def in_one_pair(asked: Measure) -> Measure:
    """The same measure with all its contenders in one pair."""
    contenders = [one.model_copy(update={"pairs": ("no broker",)}) for one in asked.contenders]
    return replace(asked, contenders=contenders)
