"""The ranking: what each contender costs over all questions, weighted as the reader likes, and how stable it is."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from records.plan import Contender
from report.chapters.question import Measure, Question
from report.page.document import Table, Weighing
from report.stats.comparison import ENOUGH
from report.stats.intervals import ROUNDING, SEED
from report.text import MISSING, times

# Odd numbers: no share of them lies halfway between two per cents, where the page's script rounds otherwise.
DRAWS = 499
WEIGHTINGS = 999
DIGITS = 4
"""Of scores and weights, wherever they are used: the page's script gets them as they are written."""
Logs = NDArray[np.float64]


def ranking(asked: list[Question]) -> Weighing | None:
    """The ranking over what anybody has values of; None where fewer than two contenders are there to rank.

    A question's cost is the geometric mean over its measures of the ratio to the best contender's; a score is the
    weighted geometric mean over questions: 1 is the best in everything that has weight (Fleming and Wallace 1986).
    """
    known = [replace(q, measures=[m for m in q.measures if m.samples and m.ranked]) for q in asked]
    measured = [question for question in known if question.measures]
    described = {one.name: one for q in measured for m in q.measures for one in m.contenders}
    with_values = {name for q in measured for m in q.measures for name in m.samples}
    contenders = [one for name, one in described.items() if name in with_values]
    if len(contenders) < 2:
        return None
    rng = np.random.default_rng(SEED)
    scores = _costs(contenders, measured, None)
    draws = np.array([_costs(contenders, measured, Redrawn(rng)) for _ in range(DRAWS)])
    # The best of a question is at 0, in the draws as in the scores.
    best = np.nanmin(np.where(np.isnan(scores), np.inf, scores), axis=0)
    scores, draws = np.round(scores - best, DIGITS), np.round(draws - best, DIGITS)
    weightings = np.round(rng.dirichlet([1] * len(measured), WEIGHTINGS), DIGITS)
    return Weighing(
        [q.short for q in measured],
        [one.label for one in contenders],
        _plain(scores),
        [_plain(draw) for draw in draws],
        [[float(weight) for weight in own] for own in weightings],
        _equal_weights(contenders, measured, scores, draws, weightings),
    )


def weighable(asked: list[Question]) -> list[Question]:
    """The same with those alone who have the rounds that a verdict takes: nothing else weighs in a ranking."""

    def enough(measure: Measure) -> Measure:
        return replace(measure, samples={name: own for name, own in measure.samples.items() if len(own) >= ENOUGH})

    return [replace(question, measures=list(map(enough, question.measures))) for question in asked]


class Redrawn:
    """One draw of rounds with replacement: values of the same rounds are drawn together, whatever was measured."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._rounds: dict[tuple[str, str, int], NDArray[np.int64]] = {}

    def __call__(self, measure: Measure, contender: Contender) -> list[float]:
        """The values of the drawn rounds."""
        own = measure.samples.get(contender.name, [])
        # What a tool's configurations share is drawn once for all of them.
        whose = contender.stack if measure.shared else contender.name
        place = measure.source, whose, len(own)
        if place not in self._rounds:
            self._rounds[place] = self._rng.integers(0, max(1, len(own)), len(own))
        return [own[i] for i in self._rounds[place]]


def _costs(contenders: list[Contender], asked: list[Question], redrawn: Redrawn | None) -> Logs:
    """Logarithm of each contender's cost in each question; NaN where a measure of it is missing."""
    return np.array([[_cost(one, q.measures, redrawn) for q in asked] for one in contenders])


def _cost(contender: Contender, measures: list[Measure], redrawn: Redrawn | None) -> float:
    """Logarithm of the geometric mean over measures of the geometric mean over rounds."""
    samples = [redrawn(m, contender) if redrawn else m.samples.get(contender.name, []) for m in measures]
    if any(not own or min(own) <= 0 for own in samples):
        return math.nan
    return float(np.mean([np.mean(np.log(own)) for own in samples]))


def first_share(scores: Logs, weights: Logs) -> list[float]:
    """Share of weightings (one per row) in which each contender costs least; equals share a first place.

    Those without all evidence are never first.
    """
    complete = ~np.isnan(scores).any(axis=1)
    totals = np.where(complete, weights @ np.nan_to_num(scores).T, np.inf)
    least = totals.min(axis=1, keepdims=True)
    firsts = (totals <= least + ROUNDING) & np.isfinite(totals)
    shared = firsts / np.maximum(1, firsts.sum(axis=1, keepdims=True))
    return [float(share) for share in shared.mean(axis=0)]


def _equal_weights(
    contenders: list[Contender], asked: list[Question], scores: Logs, draws: Logs, weightings: Logs
) -> Table:
    equal = np.full((1, len(asked)), 1 / len(asked))
    of_draws = np.mean([first_share(draw, equal) for draw in draws], axis=0)
    of_weights = first_share(scores, weightings)
    totals = [float(total) for total in (scores @ equal.T).ravel()]
    order = sorted(range(len(contenders)), key=lambda i: (math.isnan(totals[i]), totals[i]))
    rows = [
        [
            MISSING if math.isnan(totals[i]) else str(1 + sum(other < totals[i] - ROUNDING for other in totals)),
            contenders[i].label,
            _times(totals[i]),
            f"{100 * of_draws[i]:.0f} %",
            f"{100 * of_weights[i]:.0f} %",
            *(_times(float(score)) for score in scores[i]),
        ]
        for i in order
    ]
    columns = ["Place", "Contender", "Cost", "First when rounds are redrawn", "First over all weightings"]
    caption = "Cost of each contender with equal weights; 1.00× is the least in every question"
    return Table(caption, [*columns, *(question.short for question in asked)], rows, words=2)


def _times(log: float) -> str:
    return MISSING if math.isnan(log) else times(math.exp(log))


def _plain(logs: Logs) -> list[list[float | None]]:
    return [[None if math.isnan(value) else float(value) for value in row] for row in logs]
