"""Why an article stands in another's list, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from articles.models import Column, RelatedArticle
from articles.related.subjects import Owner
from articles.searching.index import Law, laws_of, named_tags_of
from statutes.citations.address import Address
from statutes.models import Statute

PINNED, ALIKE = "编辑推荐", "内容相近"
MOST = 2  # reasons that are told
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Reasons:
    """What the articles that may be named cite and are tagged with, and the names of all that."""

    laws: Mapping[int, Iterable[Law]]
    tags: Mapping[int, Iterable[tuple[int, str]]]  # each with its name
    statutes: Mapping[int, str]
    columns: Mapping[int, str]

    def of(self, owner: Owner, other: int, score: int) -> str:
        """同引《民法典》第1034条、第1035条, or 同引《民法典》第1034条；同标签 网贷法律, or 内容相近, or 同栏目 …."""
        if score >= RelatedArticle.PINNED:
            return PINNED
        laws, tags = set(self.laws[other]), dict(self.tags[other])
        cited = [law for law in owner.laws if law in laws][:MOST]
        shared = [f"同标签 {tags[tag]}" for tag in owner.tags if tag in tags][: MOST - len(cited)]
        if found := [*self._cited(cited), *shared]:
            return "；".join(found)[:LONGEST]
        return ALIKE if score else f"同栏目 {self.columns[owner.column]}"

    def _cited(self, laws: Iterable[Law]) -> Iterator[str]:
        """Provisions of one statute are told together: its name may be long."""
        for statute, some in groupby(laws, key=itemgetter(0)):
            numbers = "、".join(str(Address.parse(key)) for _, key in some)
            yield f"同引《{self.statutes[statute]}》{numbers}"


def reasons_for(owners: Sequence[Owner], others: Iterable[int], columns: Iterable[int]) -> Reasons:
    """What is to be known to tell why some articles stand in some lists, in four queries at most; columns are those
    that may be a reason."""
    others = list(others)
    laws, tags = laws_of(others), named_tags_of(others)
    cited = {law[0] for some in laws.values() for law in some} & {
        law[0] for one in owners for law in one.laws
    }
    statutes = Statute.objects.filter(pk__in=cited) if cited else ()
    columns = set(columns)
    return Reasons(
        laws,
        tags,
        {statute.pk: statute.short_title for statute in statutes},
        dict(Column.objects.filter(pk__in=columns).values_list("pk", "name")) if columns else {},
    )
