"""The control plane alone: steps that do nothing, beside the same backfill of real work."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from records.measurement import PIPELINE, Case
from report.chapters.backfill.waits import BACKFILL, NO_OP, numbered, percent, too_few, waiting
from report.data.results import Results
from report.data.summary import CPU, WALL, Metric
from report.page.document import Block, Items, Table, Text
from report.text import MISSING, case_label, label, number

METHOD = (
    "The same partitions and steps, but each step only writes its line of the step log. What remains is the "
    "orchestrator, the start of its processes and, in each step, one connection. CPU per step is that of the whole "
    f"divided by partitions × {len(PIPELINE)} steps. The share is the median with nothing to do over that with weather."
    " Dagster's assets carry neither asset checks nor metadata here: its share is a lower bound of what its control "
    "plane does for the real ones."
)


@dataclass(frozen=True)
class Alone:
    """One contender's medians, in seconds, with nothing to do and with weather (None where that was not measured)."""

    case: Case
    contender: str
    wall_s: float
    cpu_s: float
    rounds: int
    weather_rounds: int
    weather_wall_s: float | None
    weather_cpu_s: float | None

    @property
    def cpu_per_step_s(self) -> float:
        """CPU seconds of the whole, a step of a partition."""
        return self.cpu_s / (self.case.days.count * len(PIPELINE))


def alone(results: Results) -> Iterator[Alone]:
    """Every contender of every case with nothing to do."""
    for case in results.cases(NO_OP):
        cpu = numbered(results, NO_OP, case, CPU)
        weather = _same_with_weather(results, case)
        for contender, wall in numbered(results, NO_OP, case, WALL).items():
            if contender in cpu:
                own = [_weather(results, weather, contender, metric) for metric in (WALL, CPU)]
                both = [median(seconds) if seconds else None for seconds in own]
                rounds = [len(wall), len(own[0])]
                yield Alone(case, contender, median(wall), median(cpu[contender]), *rounds, *both)


def blocks(results: Results) -> list[Block]:
    """Sentences and a table; [] where nothing was measured with nothing to do."""
    found = list(alone(results))
    if not found:
        return []
    rows = [
        [
            each.case.name,
            each.contender,
            str(each.rounds),
            number(each.wall_s),
            _share(each.wall_s, each.weather_wall_s),
            number(each.cpu_s),
            _share(each.cpu_s, each.weather_cpu_s),
            number(1000 * each.cpu_per_step_s),
        ]
        for each in found
    ]
    sides = [n for each in found for n in (each.rounds, each.weather_rounds) if n]
    columns = ["Case", "Contender", "n", "Wall time, s", "Share", "CPU time, s", "Share", "CPU per step, ms"]
    return [
        Items([_sentence(each) for each in found]),
        Text(f"{METHOD} {waiting(one.contender for one in found)} {too_few(min(sides), 'on a side')}".rstrip()),
        Table("With nothing to do: medians, and which share they are of the same with weather", columns, rows, words=2),
    ]


def _same_with_weather(results: Results, case: Case) -> Case | None:
    wanted = (case.source, case.days.count, case.concurrency)
    found = [c for c in results.cases(BACKFILL) if (c.source, c.days.count, c.concurrency) == wanted]
    return found[0] if found else None


def _weather(results: Results, case: Case | None, contender: str, metric: Metric) -> list[float]:
    return numbered(results, BACKFILL, case, metric).get(contender, []) if case else []


def _share(part: float, whole: float | None) -> str:
    return percent(part / whole) if whole else MISSING


def _sentence(each: Alone) -> str:
    found = f"{label(each.contender)}, {case_label(each.case)}: {number(each.wall_s)} s and {number(each.cpu_s)} CPU s"
    if each.weather_wall_s and each.weather_cpu_s:
        wall, cpu = _share(each.wall_s, each.weather_wall_s), _share(each.cpu_s, each.weather_cpu_s)
        found += f", {wall} of the wall time and {cpu} of the CPU time with weather"
    return f"{found}; {number(1000 * each.cpu_per_step_s)} CPU ms a step."
