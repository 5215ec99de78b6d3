"""Why an article stands in another's list, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from articles.models import Column, RelatedArticle, Tag
from articles.related.subjects import Subject
from articles.searching.index import Law, laws_of, tags_of
from statutes.citations.address import Address
from statutes.models import Statute

PINNED, ALIKE = "编辑推荐", "内容相近"
MOST = 2  # reasons that are told
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Reasons:
    """What the articles that may be named cite and are tagged with, and the names of all that."""

    laws: Mapping[int, Iterable[Law]]
    tags: Mapping[int, Iterable[int]]
    statutes: Mapping[int, str]
    tag_names: Mapping[int, str]
    columns: Mapping[int, str]

    def of(self, subject: Subject, other: int, score: int) -> str:
        """同引《民法典》第1034条；同标签 网贷法律, or 内容相近, or 同栏目 …."""
        if score >= RelatedArticle.PINNED:
            return PINNED
        laws, tags = set(self.laws[other]), set(self.tags[other])
        found = [self._cited(law) for law in subject.laws if law in laws]
        found += [f"同标签 {self.tag_names[tag]}" for tag in subject.tags if tag in tags]
        if found:
            return "；".join(found[:MOST])[:LONGEST]
        return ALIKE if score else f"同栏目 {self.columns[subject.column]}"

    def _cited(self, law: Law) -> str:
        statute, key = law
        return f"同引《{self.statutes[statute]}》{Address.parse(key)}"


def reasons_for(subjects: Sequence[Subject], others: Iterable[int]) -> Reasons:
    """What is to be known to tell why some articles stand in some lists, in five queries."""
    others = list(others)
    laws, tags = laws_of(others), tags_of(others)
    statutes = Statute.objects.filter(pk__in={law[0] for one in subjects for law in one.laws})
    names = Tag.objects.filter(pk__in={tag for one in subjects for tag in one.tags})
    columns = Column.objects.filter(pk__in={one.column for one in subjects})
    return Reasons(
        laws,
        tags,
        {statute.pk: statute.short_title for statute in statutes},
        dict(names.values_list("pk", "name")),
        dict(columns.values_list("pk", "name")),
    )
