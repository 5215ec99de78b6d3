"""What an import leaves to be mended: which items have what wrong with them, the most read first."""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import CopyMember, CopyStar, ImportedItem, LintRule

HEADING = (
    "浏览量",
    "原编号",
    "标题",
    "结果",
    "说明",
    "法条引用的问题",
    "相近文章",
    "旧模板残留",
    "文字检查",
    "现在的网址",
    "来源",
)
LAW, COPIES, RESIDUE, LINT = "law", "copies", "residue", "lint"
TROUBLES = {LAW: "法条引用有问题", COPIES: "与别的文章相近", RESIDUE: "旧模板残留", LINT: "文字检查命中"}
AT_ONCE = 2000


def items() -> QuerySet[ImportedItem]:
    """All items, each with whether its text stands among near-copies (find_copies finds them)."""
    member = CopyMember.objects.filter(article=OuterRef("article"))
    head = CopyStar.objects.filter(head=OuterRef("article"))
    return ImportedItem.objects.annotate(is_copy=Exists(member) | Exists(head))


def troubled(found: QuerySet[ImportedItem], trouble: str) -> QuerySet[ImportedItem]:
    """Those with one kind of trouble; all for a kind that is none."""
    if trouble == LAW:
        return found.filter(wrong__gt=0)
    if trouble == COPIES:
        return found.filter(is_copy=True)
    if trouble == RESIDUE:
        return found.filter(~Q(lint=[]), lint__has_any_keys=list(_residue()))
    return found.filter(~Q(lint=[])) if trouble == LINT else found


def rows(found: QuerySet[ImportedItem]) -> Iterator[list]:
    """The items as lines of a table under HEADING, nothing of them kept in memory."""
    names, residue = dict(LintRule.objects.values_list("code", "name")), _residue()
    shown = found.select_related("run", "article").defer("original", "article__body", "article__body_html")
    for item in shown.iterator(chunk_size=AT_ONCE):
        yield [
            item.views,
            item.number,
            item.title,
            item.get_outcome_display(),
            "；".join(item.notes),
            item.wrong or "",
            "是" if item.is_copy else "",
            words(residue.intersection(item.lint), names),
            words(item.lint, names),
            item.article.get_absolute_url() if item.article else "",
            item.run.source,
        ]


def words(codes: Iterable[str], names: dict[str, str]) -> str:
    """Rules of the text check by their names."""
    return "、".join(names.get(code, code) for code in sorted(codes))


def _residue() -> frozenset[str]:
    """The rules that find what an old theme leaves in texts."""
    return frozenset(LintRule.objects.filter(group=LintRule.Group.LAYOUT).values_list("code", flat=True))
