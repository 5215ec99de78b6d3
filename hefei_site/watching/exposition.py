"""Figures in the text format of Prometheus (0.0.4), which anything that watches machines can read.

Twenty lines in the place of prometheus_client: its way with several processes wants a folder for each start of the server, a
file in it for each worker that ever was, and five times the time of counting here. The tests read what is written with its parser.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Labels = Mapping[str, str]
COUNTER, GAUGE, HISTOGRAM = "counter", "gauge", "histogram"


@dataclass(frozen=True, slots=True)
class Family:
    """A figure by its name, with a value for each set of labels; a suffix is what a histogram's parts have behind the name."""

    name: str
    kind: str
    help: str
    samples: tuple[tuple[str, Labels, float], ...]


def gauge(name: str, help: str, value: float | None) -> Family:
    """A figure that goes up and down; without a sample where it is not known."""
    return Family(name, GAUGE, help, () if value is None else (("", {}, value),))


def labelled(name: str, kind: str, help: str, label: str, values: Mapping[str, float]) -> Family:
    """One figure for each value of a label."""
    return Family(name, kind, help, tuple(("", {label: key}, value) for key, value in values.items()))


def text(families: Iterable[Family]) -> str:
    """All families that have a sample, in their order."""
    return "".join(line + "\n" for family in families if family.samples for line in _lines(family))


def _lines(family: Family) -> Iterable[str]:
    yield f"# HELP {family.name} {_escaped(family.help)}"
    yield f"# TYPE {family.name} {family.kind}"
    for suffix, labels, value in family.samples:
        named = ",".join(f'{name}="{_escaped(said, quote=True)}"' for name, said in labels.items())
        yield f"{family.name}{suffix}{f'{{{named}}}' if named else ''} {float(value)!r}"


def _escaped(text: str, quote: bool = False) -> str:
    text = text.replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace('"', '\\"') if quote else text
