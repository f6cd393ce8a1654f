"""The ranking: what each contender costs over all questions, weighted as the reader likes, and how stable it is."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.stats import dirichlet  # type: ignore[import-untyped]

from report.document import Table, Weighing
from report.intervals import SEED
from report.verdict.questions import Question
from report.words import MISSING, label, times

DRAWS = 500
WEIGHTINGS = 10_000
Logs = NDArray[np.float64]


def ranking(asked: list[Question]) -> Weighing | None:
    """The ranking of all that have evidence for every question; None where fewer than two are there to rank.

    A question's cost is the geometric mean over its measures of the ratio to the best contender's; a score is the
    weighted geometric mean over questions: 1 is the best in everything that has weight (Fleming and Wallace 1986).
    """
    names = list(dict.fromkeys(c for q in asked for m in q.measures for c in [*m.samples, *m.missing]))
    names = [name for name in names if any(name in m.samples for q in asked for m in q.measures)]
    if len(names) < 2:
        return None
    rng = np.random.default_rng(SEED)
    scores = np.array([[_cost(_samples(name, q)) for q in asked] for name in names])
    draws = np.array([_draw(names, asked, rng) for _ in range(DRAWS)])
    # The best of a question is at 0, in the draws as in the scores.
    best = np.nanmin(np.where(np.isnan(scores), np.inf, scores), axis=0)
    scores, draws = scores - best, draws - best
    return Weighing(
        [q.short for q in asked],
        [label(name) for name in names],
        _plain(scores),
        [_plain(draw) for draw in draws],
        _equal_weights(names, asked, scores, draws),
    )


def _samples(contender: str, question: Question) -> list[list[float]]:
    """The rounds of each measure; [] where there are none."""
    return [measure.samples.get(contender, []) for measure in question.measures]


def _cost(samples: list[list[float]]) -> float:
    """Logarithm of the geometric mean over measures of the geometric mean over rounds; NaN if one is missing."""
    if any(not own or min(own) <= 0 for own in samples):
        return math.nan
    return float(np.mean([np.mean(np.log(own)) for own in samples]))


def _draw(names: list[str], asked: list[Question], rng: np.random.Generator) -> list[list[float]]:
    """The costs again, each from rounds drawn with replacement."""
    return [[_cost([_again(own, rng) for own in _samples(name, q)]) for q in asked] for name in names]


def _again(own: list[float], rng: np.random.Generator) -> list[float]:
    return list(rng.choice(own, len(own))) if own else own


def first_share(scores: Logs, weights: Logs) -> list[float]:
    """Share of weightings (one a row) in which each contender costs least; those without all evidence never do."""
    complete = ~np.isnan(scores).any(axis=1)
    totals = np.where(complete, weights @ np.nan_to_num(scores).T, np.inf)
    return [float(share) for share in np.bincount(totals.argmin(axis=1), minlength=len(scores)) / len(weights)]


def _equal_weights(names: list[str], asked: list[Question], scores: Logs, draws: Logs) -> Table:
    equal = np.full((1, len(asked)), 1 / len(asked))
    of_draws = np.mean([first_share(draw, equal) for draw in draws], axis=0)
    of_weights = first_share(scores, dirichlet.rvs([1] * len(asked), WEIGHTINGS, random_state=SEED))
    totals = (scores @ equal.T).ravel()
    order = sorted(range(len(names)), key=lambda i: (math.isnan(totals[i]), totals[i]))
    rows = [
        [
            MISSING if math.isnan(totals[i]) else str(place + 1),
            label(names[i]),
            times(None if math.isnan(totals[i]) else math.exp(totals[i])),
            f"{100 * of_draws[i]:.0f} %",
            f"{100 * of_weights[i]:.0f} %",
            *(times(None if math.isnan(score) else math.exp(score)) for score in scores[i]),
        ]
        for place, i in enumerate(order)
    ]
    columns = ["Place", "Contender", "Cost", "First, rounds drawn again", "First, of all weightings"]
    caption = "Cost of each contender: 1.00× is the least in every question that has weight; all weigh the same"
    return Table(caption, [*columns, *(question.short for question in asked)], rows, words=2)


def _plain(logs: Logs) -> list[list[float | None]]:
    return [[None if math.isnan(value) else round(float(value), 4) for value in row] for row in logs]
