"""What the rules find in a revision, and what was answered to it; nothing goes live while an answer is due."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles import revisions
from articles.html import text_of
from articles.linting.lint import lint
from articles.linting.passage import Manuscript
from articles.linting.values import PLACES, Finding
from articles.models import Article, LintAnswer, LintRule, Revision
from articles.rights import may_write, reviews
from firm import audit
from firm.models import Firm, User

SHORTEST, LONGEST = 4, 500  # characters of an answer
TELEPHONE = re.compile(r"\d[\d\- ]{5,}\d")
NAMED = 3  # findings named in the sentence that keeps a revision from going live


@dataclass(frozen=True, slots=True)
class Row:
    """A finding with its rule and the newest answer to it."""

    finding: Finding
    rule: LintRule
    answer: LintAnswer | None

    @property
    def is_open(self) -> bool:
        """Whether an answer is due."""
        return self.rule.severity == LintRule.Severity.MUST and self.answer is None

    @property
    def place(self) -> str:
        """Where it stands, in a word for the author."""
        return PLACES[self.finding.place]


@dataclass(frozen=True, slots=True)
class LintPanel:
    """The rows of a text: what is due first, then what was answered, then hints."""

    rows: tuple[Row, ...] = ()

    @property
    def open(self) -> list[Row]:
        return [row for row in self.rows if row.is_open]

    @property
    def answered(self) -> list[Row]:
        return [row for row in self.rows if row.answer is not None]

    @property
    def hints(self) -> list[Row]:
        return [row for row in self.rows if not row.is_open and row.answer is None]


def manuscript_of(
    title: str, body: str, summary: str = "", keywords: str = "", own: frozenset[str] | None = None
) -> Manuscript:
    """What somebody wrote, its body as sanitised HTML, ready to be linted; own is firm_publishes(), if it is at hand."""
    return Manuscript(
        title.strip(),
        text_of(body),
        summary.strip(),
        keywords.strip(),
        timezone.localdate().year,
        firm_publishes() if own is None else own,
    )


def panel_of(manuscript: Manuscript, article: Article | None) -> LintPanel:
    """What the rules that are switched on find in a text, with the answers that its article has."""
    rules = {rule.code: rule for rule in LintRule.objects.filter(is_on=True) if rule.is_known}
    findings = lint(manuscript, [rule.as_rule() for rule in rules.values()])
    keys = [finding.key for finding in findings]
    given = LintAnswer.objects.filter(article=article, key__in=keys).select_related("by") if article else ()
    answers = {answer.key: answer for answer in given}
    rows = [Row(finding, rules[finding.rule], answers.get(finding.key)) for finding in findings]
    return LintPanel(tuple(sorted(rows, key=lambda row: (not row.is_open, row.answer is None))))


def panel_of_revision(revision: Revision) -> LintPanel:
    """The same of what is saved."""
    texts = (revision.title, revision.body, revision.summary, revision.keywords)
    return panel_of(manuscript_of(*texts), revision.article)


def open_problems(revision: Revision) -> list[str]:
    """What keeps a revision from going live, in a Chinese sentence; empty where all is answered."""
    rows = panel_of_revision(revision).open
    if not rows:
        return []
    named = "、".join(f"“{row.finding.words[:20]}”（{row.rule.name}）" for row in rows[:NAMED])
    return [
        f"文字检查还有 {len(rows)} 处没有改正或答复，不能发布：{named}{'等' if len(rows) > NAMED else ''}。"
    ]


def may_answer(article: Article, user: User) -> bool:
    """Whether somebody may answer for an article: who may write it, and who reviews its column."""
    return user.is_active and (may_write(article, user) or reviews(article, revisions.newest(article), user))


@transaction.atomic
def answer(article: Article, panel: LintPanel, key: str, text: str, *, by: User) -> LintAnswer:
    """Keep an answer to a finding of the panel, on record; an answer given before stays, the newest counts.

    Raises ValidationError, in Chinese, where the answer says nothing, or the finding is no longer there.
    """
    text = " ".join(text.split())
    if not SHORTEST <= len(text) <= LONGEST:
        raise ValidationError(f"请写明理由，{SHORTEST} 到 {LONGEST} 个字。")
    row = next((row for row in panel.rows if row.finding.key == key), None)
    if row is None:
        raise ValidationError("文中已经没有这句话，不用答复了。")
    given = LintAnswer.objects.create(
        article=article,
        revision=revisions.newest(article),
        key=key,
        rule_code=row.rule.code,
        rule_name=row.rule.name,
        words=row.finding.words,
        sentence=row.finding.sentence,
        text=text,
        by=by,
    )
    audit.record(
        "答复文字检查", by=by, target=article, reason=f"{row.rule.name}，“{row.finding.words[:40]}”：{text}"
    )
    return given


def firm_publishes() -> frozenset[str]:
    """What the firm itself publishes of itself: its telephone numbers as digits, and its address."""
    firm = Firm.load()
    numbers = {re.sub(r"\D", "", number) for number in TELEPHONE.findall(firm.phone)}
    address = re.sub(r"\s", "", firm.address)
    return frozenset(numbers | ({address} if address else set()))
