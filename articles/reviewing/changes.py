"""What is different between two revisions: the text, each field, tags, the law that is cited, what the rules find."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.timezone import localtime

from articles.comparing import Comparison, Run, bodies, of_texts
from articles.html import sanitise
from articles.law import citing
from articles.models import Article, Revision
from articles.reviewing import answering
from firm.models import Lawyer
from statutes.findings import Finding

BY_WORD = {"title": "标题", "summary": "摘要", "keywords": "关键词"}
LINTED = ("title", "body", "summary", "keywords")
NONE = "（无）"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that is not what it was: by word where it is a text, else both values whole."""

    label: str
    was: str
    now: str
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Apart:
    """Two lists laid beside each other."""

    added: tuple = ()
    gone: tuple = ()
    kept: tuple = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.gone)


@dataclass(frozen=True, slots=True)
class Changes:
    """All that is different between two revisions of an article."""

    old: Revision
    new: Revision
    body: Comparison
    fields: tuple[FieldChange, ...]
    tags: Apart
    law: Apart  # findings: a citation of which another thing is to be said counts as gone and come
    lint: Apart  # rows of what the rules find, each with its answer

    @property
    def is_same(self) -> bool:
        """Whether a reader of both would see no difference in anything."""
        return self.body.is_same and not self.fields and not self.tags

    @property
    def in_words(self) -> str:
        """The fields, tags and citations in one line; "" where nothing of them changed."""
        parts = [f"改了{'、'.join(change.label for change in self.fields)}"] if self.fields else []
        counts = [
            ("新增 {} 个标签", len(self.tags.added)),
            ("去掉 {} 个标签", len(self.tags.gone)),
            ("新增 {} 处引用", len(self.law.added)),
            ("去掉 {} 处引用", len(self.law.gone)),
            ("文字检查新增 {} 处", len(self.lint.added)),
            ("文字检查少了 {} 处", len(self.lint.gone)),
        ]
        parts += [words.format(count) for words, count in counts if count]
        return "，".join(parts)


def between(old: Revision, new: Revision) -> Changes:
    """What is different between two revisions, each cited law as it is today."""
    before, after = sanitise(old.body), sanitise(new.body)
    return Changes(
        old,
        new,
        bodies(before, after),
        tuple(_fields(old, new)),
        apart(old.tag_names, new.tag_names),
        _law(before, after),
        _lint(old, new),
    )


def apart(old: Iterable, new: Iterable, key: Callable[[object], Hashable] = lambda one: one) -> Apart:
    """What two lists have in common and what not, in their order, each as often as it stands there.

    Also for the findings of a check of both texts: key is what makes two of them the same finding.
    """
    before, after = list(old), list(new)
    return Apart(
        added=tuple(_beyond(after, before, key)),
        gone=tuple(_beyond(before, after, key)),
        kept=tuple(_common(before, after, key)),
    )


def _beyond(these: list, those: list, key: Callable) -> list:
    left, found = Counter(map(key, those)), []
    for one in these:
        if left[key(one)] > 0:
            left[key(one)] -= 1
        else:
            found.append(one)
    return found


def _common(before: list, after: list, key: Callable) -> list:
    left, found = Counter(map(key, before)), []
    for one in after:
        if left[key(one)] > 0:
            left[key(one)] -= 1
            found.append(one)
    return found


def _law(before: str, after: str) -> Apart:
    if before == after:
        return Apart()
    today = timezone.localdate()
    return apart(citing.cite(before, today).findings, citing.cite(after, today).findings, _same_finding)


def _lint(old: Revision, new: Revision) -> Apart:
    if all(getattr(old, name) == getattr(new, name) for name in LINTED):
        return Apart()
    before, after = (answering.panel_of_revision(revision).rows for revision in (old, new))
    return apart(before, after, lambda row: row.finding.key)


def _same_finding(finding: Finding) -> Hashable:
    law = finding.statute.pk if finding.statute else finding.name
    address = finding.citation.address
    return law, address.key if address else "", finding.result, finding.sentence


def _fields(old: Revision, new: Revision) -> list[FieldChange]:
    found = []
    for name, label in BY_WORD.items():
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            found.append(FieldChange(label, was or NONE, now or NONE, of_texts(was, now)))
    values = _values(old), _values(new)
    for label in values[0]:
        was, now = (of[label] or NONE for of in values)
        if was != now:
            found.append(FieldChange(label, was, now))
    return found


def _values(revision: Revision) -> dict[str, str]:
    """The other fields as staff read them."""
    return {
        "栏目": revision.column.name,
        "作者": str(revision.author),
        "合著律师": _names(Lawyer, revision.coauthor_ids),
        "版权声明": revision.own_notice.name if revision.own_notice else "用栏目的声明",
        "来源": revision.source_name,
        "来源网址": revision.source_url,
        "发布时间": _hour(revision.publish_at) or "审核通过后立即",
        "下架时间": _hour(revision.expires_at),
        "使用了人工智能": revision.get_ai_use_display(),
        "置顶的相关文章": _names(Article, revision.pinned_ids),
        "不要的相关文章": _names(Article, revision.banned_ids),
    }


def _hour(at) -> str:
    if at is None:
        return ""
    local = localtime(at)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M:%S}".removesuffix(":00")


def _names(model: type, ids: list[int]) -> str:
    """The rows by name, in the order of the list; what is deleted by now is told by its number."""
    if not ids:
        return ""
    rows = model.objects.in_bulk(ids)
    return "，".join(str(rows[pk]) if pk in rows else f"已删除的 {pk} 号" for pk in ids)
