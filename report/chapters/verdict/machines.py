"""Whether everything was measured on one machine."""

from records.measurement import Machine
from report.chapters.registry import title
from report.data.folders import Evidence
from report.page.document import Block, Text
from report.text import listed


def machines(evidence: Evidence) -> list[Block]:
    """A warning where not everything comes from one machine, with how they differ; no verdict is taken across them."""
    known = list(dict.fromkeys(one for part in evidence.parts.values() for one in part.machines))
    if len(known) <= 1:
        return []
    unlike = [field for field in Machine.model_fields if len({getattr(one, field) for one in known}) > 1]
    where = [
        f"{title(key)} on {listed([', '.join(str(getattr(one, field)) for field in unlike) for one in part.machines])}"
        for key, part in evidence.parts.items()
    ]
    return [
        Text(
            f"Not everything was measured on one machine, by its {listed(unlike)}: {'; '.join(where)}. Seconds of "
            "different chapters do not compare, and a chapter that is of several machines has no verdict.",
            "lead",
        )
    ]
