"""What the figures stand on: versions, machine, method, and how to get them again."""

from itertools import groupby

from records.names import CONTROL, Target
from report.data.results import Results
from report.page.document import LONG, Block, Code, Items, Table, Text
from report.stats.comparison import ENOUGH, SIMULATED
from report.stats.intervals import PAIRS
from report.text import MISSING, plural


def versions(results: Results) -> list[Block]:
    """Which package had which version: a column for each stack, whose contenders share an environment."""
    found = results.installed()
    packages = sorted({package for versions in found.values() for package in versions})
    rows = [[package, *(found[stack].get(package, MISSING) for stack in found)] for package in packages]
    return [Table("As installed in each stack's environment", ["Package", *found], rows)]


def machine(results: Results) -> list[Block]:
    """The machine, or a warning and all of them."""
    machines = results.machines
    rows = [[x.name, x.cpu, str(x.cores), f"{x.memory_bytes / 1e9:.1f}", x.system, x.python] for x in machines]
    table = Table("Where it ran", ["Name", "CPU", "Cores", "Memory, GB", "System", "Python"], rows, words=6)
    warning = Text("The measurements come from different machines, so their times do not compare.", "lead")
    return [table, *([warning] if len(machines) > 1 else [])]


def method(results: Results) -> list[Block]:
    """How to read the figures, and how far to trust them."""
    return [
        Items(
            [
                "Two clocks start when the backfill is requested. 'Data ready' stops when the last partition's rows "
                "are committed, 'control plane done' when the control plane says that every run has succeeded. Neither "
                "includes the bring-up of services. When the backfill's own record reports success, early or late, is "
                "shown beside them.",
                f"The control, {CONTROL}, runs the same steps in plain Python with no orchestrator. A ratio is to the "
                "control of the same case.",
                _rounds(results),
                "Where a contender has fewer rounds than the rest, they are spread over the whole run, so that a slow "
                "hour of the machine affects all alike.",
                _idle(results),
                "A figure is the median over rounds; its interval is a 95 % bootstrap percentile interval. Two rounds "
                "give their two values instead, one gives no interval.",
                "A ratio is the ratio of the geometric means over rounds. It is close to the ratio of the medians "
                "beside it, not equal: on a machine that is sometimes fast, sometimes slow, a median jumps between "
                "the two speeds. Its interval is a 95 % bootstrap interval, expanded for so few rounds (Hesterberg "
                f"2015). Where both sides have the same rounds, at least {PAIRS}, whole rounds are drawn, so that a "
                "slow quarter of an hour affects both alike (randomized blocks). Where the interval includes 1, no "
                f"difference is measurable. Any verdict needs {ENOUGH} rounds on both sides. {SIMULATED}",
                *([_AA] if any(scenario.repeats for scenario in results.scenarios) else []),
                "Phases come from the core's own step log: assignment (due to started), execution, transition (the "
                "end of a step to the start of the next).",
                f"A contender that failed, or whose tables differ from those of {CONTROL}, gets no number there.",
                USED[results.plan.target],
                *([NORMALISED] if results.at_one_pace else []),
                "Each wrapper is written as its tool's users write it, and what that adds is measured too: both tell "
                "rows and columns of each step; Dagster's assets record a preview and the plot as well, and each dbt "
                "test as an asset check. Airflow invokes dbt once per model (tuned "
                "and range), twice per model (stock: run, then test) or once per day (watcher); "
                f"{CONTROL} and Dagster once per day or range.",
            ]
        )
    ]


USED: dict[Target, str] = {
    "embedded": "CPU and memory are those of all the stack's processes, its database included, between request and "
    "control plane done. Memory is the highest sum of proportional set sizes, read up to 4 times a second in a warm-up "
    "round, whose times are not used. What the measuring process and the rest of the machine used meanwhile is "
    "counted separately.",
    "compose": "CPU is that of the stack's own containers and of PostgreSQL's between request and control plane done, "
    "as the container engine reports it. All stacks were up, so the idle services of the others also used some CPU "
    "time and some of PostgreSQL's.",
    "attached": "Nothing is known of the machines that the stacks run on: no CPU time, no memory. The machine named "
    "here is the one that sent the requests.",
}
"""What CPU and memory are of, by where the stacks were."""


_AA = (
    "A/A: some contenders are measured twice in the same case and run. It shows what the method takes for a difference "
    "where there is none. Both measurements have the same control."
)
NORMALISED = (
    "CPU time is normalised for core speed. A virtual machine shares its hardware with neighbours, so the same work "
    "costs sometimes more, sometimes fewer CPU seconds. Therefore the same short loop runs on every core where and "
    "when CPU time is used (benchmarks/metering/core_speed.py). A round's CPU seconds are multiplied by the loop's "
    "median cost over all rounds and divided by its cost in that round. The raw values also have the seconds as used; "
    "figures by process role are as used."
)


def _rounds(results: Results) -> str:
    """How many measurements there are, and in which order they were made."""
    warm = len(results.warm_ups)
    kept = f", and {plural(warm, 'warm-up')} before them, of which only memory is used" if warm else ""
    cases = len(results.subjects)
    together = ", those of a case one after another" if _together(results) else ""
    return (
        f"{plural(len(results.runs), 'measurement')}{f' of {cases} cases' if cases > 1 else ''}{kept}. Rounds are "
        f"interleaved: in each turn a contender has at most one round of a case{together}, in an order that seed "
        f"{results.plan.seed} shuffles anew each time."
    )


def _together(results: Results) -> bool:
    """Whether a case's contenders were measured one after another in each turn; older results were not."""
    turns: dict[str, int] = {}
    for m in results.measurements:
        turns[m.case.name] = max(turns.get(m.case.name, 0), m.round)
    in_time = sorted(results.measurements, key=lambda m: m.started_at)
    return len(list(groupby(in_time, key=lambda m: m.case.name))) <= sum(turns.values())


def _idle(results: Results) -> str:
    """The rule for waiting before the request, and how long it was for each stack."""
    if results.plan.target != "embedded":
        return (
            "The stacks were already running; a request is sent as soon as nothing runs on them. Requests to Dagster "
            "are not timed to its backfill daemon, which looks for work every 30 s. 'Data ready' is by the database's "
            "clock."
        )
    idle = {tool.label: _settled(results, tool.name) for tool in results.tools}
    found = ", ".join(
        f"{label} {' to '.join(f'{wait:g}' for wait in waits)} s" for label, waits in idle.items() if waits
    )
    turns = "".join(f" {_TURNS[tool.name]}" for tool in results.tools if tool.name in _TURNS)
    return (
        "Control planes look for work at intervals. Services are left idle before a request "
        f"({found or 'not measured'}). What a service goes on to do after it has said that it is ready is in the "
        f"figures, if it does it later than that.{turns}"
    )


def _settled(results: Results, stack: str) -> list[float]:
    """Seconds for which the stack's services were left idle; several where rounds differ."""
    return sorted({m.clocks.settled_s for m in results.measurements if results.contender(m.contender).stack == stack})


_TURNS = {
    "airflow": "Airflow's scheduler looks once a second or more often, so requests are not timed to it.",
    "dagster": "Dagster's backfill daemon looks every 30 s. Requests are sent halfway between two looks, at neither a "
    "lucky nor an unlucky moment; a single request of a user may be up to 15 s faster or slower.",
}
"""When a tool is asked, by its stack."""


def reproduce(results: Results) -> list[Block]:
    """What was asked for, and the command that asks for it."""
    plan = results.plan
    asked: dict[tuple[str, ...], list[str]] = {}
    cases = {case.name: case for case in plan.cases}
    for entry in plan.entries:
        case = cases[entry.case]
        days = f"{case.days.start} to {case.days.end}"
        what = (entry.scenario, entry.case, case.source, days, str(entry.rounds), str(entry.warm_ups))
        asked.setdefault(what, []).append(entry.contender)
    rows = [[*what[:4], ", ".join(names), *what[4:]] for what, names in asked.items()]
    columns = ["Scenario", "Case", "Source", "Days", "Contenders", "Rounds", "Warm-ups"]
    at = f"{plan.created_at:%Y-%m-%d %H:%M} {plan.created_at.tzname() or ''}".strip()
    return [
        Text(f"Profile {plan.profile}, seed {plan.seed}, started at {at}."),
        Code(plan.command),
        Table("The plan", columns, rows, words=5, folded=len(rows) > LONG),
    ]
