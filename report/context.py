"""What the figures stand on: versions, machine, method, and how to get them again."""

from collections.abc import Iterable

from report.document import Block, Code, Items, Table, Text
from report.read import Results
from report.result_format import Plan
from report.summary import CONTROL
from report.words import MISSING, plural


def versions(results: Results) -> Table:
    """Which package had which version, a column a contender."""
    found = {c: _last(m.versions for m in results.measurements if m.contender == c) for c in results.contenders}
    packages = sorted({package for versions in found.values() for package in versions})
    rows = [[package, *(found[c].get(package, MISSING) for c in found)] for package in packages]
    return Table("As installed in each contender's environment", ["Package", *found], rows)


def _last(versions: Iterable[dict[str, str]]) -> dict[str, str]:
    return {package: version for each in versions for package, version in each.items()}


def machine(results: Results) -> list[Block]:
    """The machine, or a warning and all of them."""
    machines = list({m.machine.model_dump_json(): m.machine for m in results.measurements}.values())
    rows = [[x.name, x.cpu, str(x.cores), f"{x.memory_bytes / 1e9:.1f}", x.system, x.python] for x in machines]
    table = Table("Where it ran", ["Name", "CPU", "Cores", "Memory, GB", "System", "Python"], rows, words=6)
    warning = Text("The measurements come from different machines: their times do not compare.", "lead")
    return [table, *([warning] if len(machines) > 1 else [])]


def method(results: Results) -> Items:
    """How to read the figures, and how far to trust them."""
    plan = results.plan
    return Items(
        [
            "Two clocks, both from the moment the backfill is requested: data ready, when the last partition's rows "
            "are committed; control plane done, when the orchestrator says so. Bring-up of services is in neither.",
            f"The control, {CONTROL}, runs the same steps in plain Python with no orchestrator.",
            f"{plural(plan.rounds, 'round')} of every contender, interleaved; seed {plan.seed} shuffles the order of "
            "contenders within each round.",
            "Services are left idle before the request, for 0 to 30 seconds, spread evenly over the rounds: control "
            "planes look for work in turns (Dagster's backfill daemon every 30 seconds), and no contender is to be met "
            "always at the same moment of its turn.",
            "A figure is the median over rounds; its interval is a 95 % bootstrap percentile interval. Two rounds "
            "give their two values instead, one gives no interval.",
            "Ratios are of medians, with the same kind of interval. Where it holds 1, no difference is measurable.",
            f"A contender that failed, or whose tables differ from those of {CONTROL}, gets no number.",
            "CPU and memory are those of all the stack's processes, its database included, between request and "
            "control plane done; memory is the highest sampled sum of proportional set sizes.",
            "Each wrapper is written as its tool's users write it, and what that adds is measured with it: Dagster's "
            "assets record row counts, a preview and the plot; Airflow runs dbt once a model, the others once a day.",
            "Limits: one pipeline, and all services on one machine; other machines may differ. With few rounds an "
            "interval is hardly narrower than the range of the values: of two equal contenders, three rounds each "
            "stand fully apart by chance one time in ten, four rounds one time in 35.",
        ]
    )


def command(plan: Plan) -> str:
    """The command line that measures what the plan says, all of it in words."""
    contenders = " ".join(f"--contender {contender}" for contender in plan.contenders)
    return (
        f"uv run bench run {' '.join(plan.scenarios)} --profile {plan.profile} {contenders} --source {plan.source} "
        f"--start {plan.days.start} --days {plan.days.count} --rounds {plan.rounds}"
    )


def reproduce(results: Results) -> list[Block]:
    """What was asked for, and the command that asks for it."""
    plan = results.plan
    days = f"{plan.days.start} to {plan.days.end}"
    return [
        Text(
            f"Profile {plan.profile}: source {plan.source}, {days}, {plural(plan.rounds, 'round')}, seed {plan.seed}, "
            f"contenders {', '.join(plan.contenders)}. Asked for at {plan.created_at:%Y-%m-%d %H:%M} "
            f"{plan.created_at.tzname() or ''}.".replace(" .", ".")
        ),
        Code(command(plan)),
    ]
