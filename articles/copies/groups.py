"""The groups of near-copies as staff see them, the largest first, page by page."""

from dataclasses import dataclass

from django.db.models import Q

from articles.models import Article, CopyMember, CopyStar

PER_PAGE = 10
SHOWN = 20  # articles of a group that stand on the page of all groups
ALL = 200  # … on the page of one group


@dataclass(frozen=True, slots=True)
class Group:
    """A star whose head is public, with the public ones of its members."""

    star: CopyStar
    members: list[CopyMember]

    @property
    def left_out(self) -> int:
        """How many more there are."""
        return max(0, self.star.size - len(self.members))


@dataclass(frozen=True, slots=True)
class Page:
    """Some groups, and the key by which the next page begins; empty where there is none."""

    groups: list[Group]
    after: str
    is_one: bool = False


def page(after: str = "", one: int = 0) -> Page:
    """The groups behind a key, or the one with an id and all that it shows of it."""
    if one:
        return Page([_group(star, ALL) for star in _stars().filter(pk=one)], "", is_one=True)
    found = list(_behind(after)[: PER_PAGE + 1])
    last = found[PER_PAGE - 1] if len(found) > PER_PAGE else None
    shown = [_group(star, SHOWN) for star in found[:PER_PAGE]]
    return Page([group for group in shown if group.members], f"{last.size}-{last.pk}" if last else "")


def _stars():
    stars = CopyStar.objects.filter(head__in=Article.objects.published()).order_by("-size", "pk")
    return stars.select_related("head__author", "head__column").defer("head__body", "head__body_html")


def _behind(after: str):
    size, _, pk = after.partition("-")
    if not (size.isascii() and size.isdecimal() and pk.isascii() and pk.isdecimal() and len(after) < 30):
        return _stars()
    return _stars().filter(Q(size__lt=int(size)) | Q(size=int(size), pk__gt=int(pk)), size__lte=int(size))


def _group(star: CopyStar, most: int) -> Group:
    members = star.members.filter(article__in=Article.objects.published())
    members = members.select_related("article__author", "article__column")
    return Group(star, list(members.defer("article__body", "article__body_html")[:most]))
