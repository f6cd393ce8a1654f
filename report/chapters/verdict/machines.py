"""Whether the chapters' seconds compare."""

from report.chapters.registry import title
from report.data.folders import Evidence
from report.data.machines import described, different
from report.text import listed


def comparable(evidence: Evidence) -> list[str]:
    """That chapters were measured on different machines, and which, or on different days; [] where on neither."""
    parts = evidence.parts
    known = different(machine for part in parts.values() for machine in part.machines)
    if len(known) > 1:
        same = " (same CPU type)" if len({machine.cpu for machine in known}) == 1 else ""
        where = [f"{title(key)} on {listed([described(one) for one in part.machines])}" for key, part in parts.items()]
        return [
            f"Measurements come from different machines{same}: {'; '.join(where)}. Compare seconds within a chapter "
            "only; a chapter of several machines has no verdict."
        ]
    if len({part.measured_on for part in parts.values()}) > 1:
        return ["Chapters were measured on different days. Compare seconds within a chapter only."]
    return []
