"""Whether values rise or fall over time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import stdtr  # type: ignore[import-untyped]


@dataclass(frozen=True)
class Trend:
    """How values go with time.

    slope: the median over all pairs of values (Theil and Sen), in the values' unit per unit of time. correlation:
    Spearman's, of ranks, from -1 to 1; p: how likely one as strong is by chance, by Student's t.
    """

    slope: float
    correlation: float
    p: float


def trend(times: Sequence[float], values: Sequence[float]) -> Trend:
    """The trend of three values or more, which are not all equal, at times which are not."""
    at, found = np.asarray(times, dtype=float), np.asarray(values, dtype=float)
    apart, change = (one[:, None] - one for one in (at, found))
    ranks = pd.DataFrame({"at": at, "found": found}).rank()
    correlation = float(np.corrcoef(ranks["at"], ranks["found"])[0, 1])
    free = len(at) - 2
    with np.errstate(divide="ignore"):
        t = abs(correlation) * np.sqrt(np.divide(free, max(0.0, 1 - correlation**2)))
    return Trend(float(np.median(change[apart > 0] / apart[apart > 0])), correlation, float(2 * stdtr(free, -t)))
