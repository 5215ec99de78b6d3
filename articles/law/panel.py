"""The panel of findings beside a text: each citation with its verdict, the law's words, and what it could become."""

from dataclasses import dataclass

from articles.law.citing import Cited
from statutes.citations.replace import replace
from statutes.corrections import Correction, corrections
from statutes.findings import Finding


@dataclass(frozen=True, slots=True)
class Choice:
    """A correction as a button: what it stands for in the text, and which of the same words in it is meant."""

    correction: Correction
    old: str
    nth: int  # counted from 0, without overlaps


@dataclass(frozen=True, slots=True)
class Row:
    """A finding and the corrections that are offered for it."""

    finding: Finding
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """The rows in the order of the text."""

    rows: tuple[Row, ...]
    left_out: int = 0  # citations that were too many to be checked

    @property
    def wrong(self) -> int:
        """How many findings the author has to answer for."""
        return sum(row.finding.is_wrong for row in self.rows)

    @property
    def unknown(self) -> int:
        """How many could not be checked."""
        return sum(row.finding.is_problem and not row.finding.is_wrong for row in self.rows)


def panel_of(cited: Cited) -> Panel:
    """The panel of a checked text."""
    rows = tuple(Row(finding, tuple(_choices(cited.text, finding))) for finding in cited.findings)
    return Panel(rows, cited.left_out)


def corrected(body: str, correction: Correction) -> str:
    """The body with one correction made."""
    return replace(body, [(correction.span, correction.new)])


def _choices(text: str, finding: Finding) -> list[Choice]:
    choices = []
    for correction in corrections(text, finding):
        start, end = correction.span
        old = text[start:end]
        choices.append(Choice(correction, old, text.count(old, 0, start)))
    return choices
