"""The questions of someone who has to choose: those of all chapters."""

from records.names import BACKFILLS, REFERENCES
from report.chapters.question import Question
from report.chapters.registry import registered, title
from report.data.folders import Evidence


def questions(evidence: Evidence) -> list[Question]:
    """All questions in their order, with no measures where nothing was measured for one."""
    found = [question for chapter in registered() for question in chapter.questions(evidence)]
    return sorted(found, key=lambda question: question.order)


def unmeasured(asked: list[Question], evidence: Evidence) -> list[str]:
    """What nothing was measured for, questions and references that are missing beside others, and what measures it."""
    found = [f"{question.text} Not measured here: {question.command}." for question in asked if not question.measures]
    keys = {profile: f"{BACKFILLS}-{profile}" for profile in REFERENCES}
    if not evidence.parts.keys() & set(keys.values()):
        return found
    left = [profile for profile, key in keys.items() if key not in evidence.parts]
    return [*found, *(f"{title(keys[one])}. Not measured yet: bench run --profile {one}." for one in left)]
