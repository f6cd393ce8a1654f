"""The references on backfills: a profile each, with both tools and bare, finished on one machine within 100 minutes.

A paired round measures each contender with 2 days and with 10: from the two come what a backfill costs whatever its
size, and what a day costs. A case of 30 days checks what these predict. Nine rounds give a paired interval.
"""

from benchmarks.measuring import selection
from benchmarks.measuring.scenario import Ask, Profile
from records.names import AA, BACKFILL

_CONTROL = selection.control_alone()
_TUNED = selection.tuned()
_LEADING = selection.with_beside(*_CONTROL, *_TUNED)
_WARM = (*_CONTROL, *selection.of_pair("warm workers"))
_IN_PROCESS = (*_CONTROL, *selection.of_pair("dbt in process"))
_SEVERAL_A_RUN = tuple(name for name in selection.of_pair("many days") if name not in _TUNED)
_MANY_DAYS = (*_CONTROL, *_TUNED, *_SEVERAL_A_RUN)
_OF_A_YEAR = selection.documented((*_WARM, *_SEVERAL_A_RUN))
_ELSEWHERE = {*_LEADING, *_WARM, *_IN_PROCESS, *_MANY_DAYS}
_THE_REST = (*_CONTROL, *(name for name in selection.everyone() if name not in _ELSEWHERE))
_SMALL, _LARGE, _MONTH, _YEAR = 2, 10, 30, 364


def _two_sizes(contenders: tuple[str, ...], rounds: int) -> tuple[Ask, ...]:
    return tuple(Ask(BACKFILL, contenders, rounds=rounds, days=days) for days in (_SMALL, _LARGE))


def _memory(contenders: tuple[str, ...]) -> Ask:
    """Five readings, each of a warm-up of its own: reading takes time."""
    return Ask(BACKFILL, contenders, rounds=1, days=3, warm_ups=5)


def _month(contenders: tuple[str, ...], rounds: int) -> Ask:
    return Ask(BACKFILL, contenders, rounds=rounds, days=_MONTH)


REFERENCES = {
    "tuned": Profile(
        "reference: one machine and no broker, tuned",
        (
            *_two_sizes(_LEADING, 9),
            Ask(BACKFILL, selection.launched_as_runs(), rounds=9, days=_SMALL, launched_as="runs"),
            _memory(_LEADING),
        ),
    ),
    "warm": Profile(
        "reference: workers that have imported before, on both tools",
        (*_two_sizes(_WARM, 9), _month(_WARM, 3), _memory(_WARM)),
    ),
    "in-process": Profile(
        "reference: one in-process dbt call a day, on both tools",
        (*_two_sizes(_IN_PROCESS, 9), _month(_IN_PROCESS, 1), _memory(_IN_PROCESS)),
    ),
    "many-days": Profile(
        "reference: the documented backfill of many days",
        (*_two_sizes(_MANY_DAYS, 5), _month(_MANY_DAYS, 3)),
    ),
    "month": Profile(
        "reference: 30 days with the tuned contenders",
        (*_two_sizes((*_CONTROL, *_TUNED), 3), _month((*_CONTROL, *_TUNED), 3)),
    ),
    "year": Profile(
        "reference: 364 days, once",
        (Ask(BACKFILL, _OF_A_YEAR, rounds=1, days=_YEAR),),
    ),
    "at-once": Profile(
        "reference: 8 days with 1, 2, 4 and 8 of them at once",
        tuple(
            Ask(BACKFILL, (*_CONTROL, *_TUNED), rounds=3, days=8, concurrency=concurrency)
            for concurrency in (2, 1, 4, 8)
        ),
    ),
    "special": Profile(
        "reference: as installed, and all that is in no other reference, once",
        _two_sizes(_THE_REST, 1),
    ),
    "noise": Profile(
        "reference: the tuned contenders against themselves",
        (
            Ask(BACKFILL, (*_CONTROL, *_TUNED), rounds=9, days=_SMALL),
            Ask(AA, _TUNED, rounds=9, days=_SMALL),
        ),
    ),
}
