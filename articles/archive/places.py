"""Whose names and which columns the old articles come under here: found by name, made where that is safe."""

import re
from dataclasses import dataclass

from django.db.models import Q

from articles.archive.names import Names, account, known
from articles.archive.records import Place, Preface, SourceRefused
from articles.models import Column, CopyrightNotice
from firm.models import Lawyer, User
from statutes.language.normalise import clean_line

UNSORTED = Place("未分类", alias="unsorted")
ACCOUNT, ACCOUNT_NAME = "archive-import", "旧站导入"
WORDING = "本文由{firm}原创，转载请注明出处：{link}"
UNKNOWN = "这些作者不在律师名录里：{}。请先在后台登记（姓名要一致），或用 --author 指定由哪位律师署名（姓名或执业证号）。"
SHOWN = 20


@dataclass(slots=True)
class Places:
    """Columns and lawyers by the names of the source, and the account that stands for who wrote there."""

    columns: dict[str, Column]
    lawyers: dict[str, Lawyer]
    by: User
    author: Lawyer | None = None  # for names that are no lawyer's
    notice: str = ""  # for columns that are made
    own: Names | None = None  # what stands behind the names of our own export

    def column(self, name: str) -> Column:
        """The column of that name; for articles that had none, one that is made when the first comes."""
        if name not in self.columns:
            self.columns[name] = _column(UNSORTED, self.notice)
        return self.columns[name]

    def lawyer(self, name: str) -> Lawyer | None:
        """The lawyer of that name, else the one who stands in, if any."""
        return self.lawyers.get(name) or self.author


def prepare(preface: Preface, *, author: str = "", notice: str = "") -> Places:
    """All that the articles of a source refer to; the caller holds the transaction.

    Raises SourceRefused where an author is no lawyer of the firm and none was named to stand in.
    """
    lawyers = {name: found for name in preface.authors if (found := _lawyer(name))}
    stand_in = _lawyer(author) if author else None
    if author and stand_in is None:
        raise SourceRefused(f"律师名录里没有“{author}”（或者不止一位，请用执业证号）。")
    unknown = [name for name in preface.authors if name not in lawyers]
    if unknown and stand_in is None:
        raise SourceRefused(UNKNOWN.format("、".join(unknown[:SHOWN])))
    own = known(preface.own)
    columns = {place.name: _column(place, notice) for place in preface.columns}
    return Places(columns, lawyers, account(ACCOUNT, ACCOUNT_NAME), stand_in, notice, own)


def _lawyer(name: str) -> Lawyer | None:
    """The one lawyer of that name or licence number."""
    found = Lawyer.objects.filter(Q(name=clean_line(name)) | Q(licence_number=name.strip()))[:2]
    return found[0] if len(found) == 1 else None


def _notice(name: str) -> CopyrightNotice:
    """The notice for columns that are made: the named one, else the firm's first for its own texts."""
    if name:
        found = CopyrightNotice.objects.filter(name=name).first()
        if found is None:
            raise SourceRefused(f"没有名为“{name}”的版权声明。")
        return found
    first = CopyrightNotice.objects.filter(kind=CopyrightNotice.Kind.ORIGINAL).first()
    return first or CopyrightNotice.objects.create(
        name="原创", kind=CopyrightNotice.Kind.ORIGINAL, wording=WORDING
    )


def _column(place: Place, notice: str) -> Column:
    name = clean_line(place.name)[:30] or UNSORTED.name
    known = Column.objects.filter(name=name).first()
    return known or Column.objects.create(
        name=name, slug=_slug(place), description=clean_line(place.description)[:200], notice=_notice(notice)
    )


def _slug(place: Place) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", place.alias.lower()).strip("-")[:40] or f"c{place.number or 1}"
    slug, tries = plain, 1
    while Column.objects.filter(slug=slug).exists():
        tries += 1
        slug = f"{plain}-{tries}"
    return slug
