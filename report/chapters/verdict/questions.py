"""The questions of someone who has to choose: those of all chapters."""

from report.chapters.question import Question
from report.chapters.registry import registered
from report.data.folders import Evidence


def questions(evidence: Evidence) -> list[Question]:
    """All questions in their order, with no measures where nothing was measured for one."""
    found = [question for chapter in registered() for question in chapter.questions(evidence)]
    return sorted(found, key=lambda question: question.order)


def unmeasured(asked: list[Question]) -> list[str]:
    """The questions that nothing was measured for, and what measures it."""
    return [f"{question.text} Not measured here: {question.command}." for question in asked if not question.measures]
