"""The statutes that are there, by the name under which an import meets them again."""

from dataclasses import dataclass, field

from statutes.importing.naming import kind_of, slug_of
from statutes.importing.storing import update
from statutes.importing.tree import Outline, OutlineError
from statutes.language.normalise import fold_title
from statutes.models import Statute, StatuteAlias, StatuteVersion

LONGEST_TITLE = 200
REGISTERED = "由《"  # how the source of a statute begins that is known from a repeal alone


@dataclass(slots=True)
class Library:
    """What an import has to know of all statutes: some thousand short strings, read once."""

    by_title: dict[str, int] = field(default_factory=dict)
    by_source: dict[str, int] = field(default_factory=dict)  # of those whose title staff corrected
    slugs: set[str] = field(default_factory=set)

    @classmethod
    def load(cls) -> "Library":
        library = cls()
        for name, pk in StatuteAlias.objects.values_list("name", "statute"):
            library.by_title[fold_title(name)] = pk
        for pk, title, slug in Statute.objects.values_list("pk", "title", "slug"):
            library.by_title[fold_title(title)] = pk
            library.slugs.add(slug)
        renamed = StatuteVersion.objects.filter(statute__corrected__contains=["title"]).exclude(source="")
        library.by_source = dict(renamed.values_list("source", "statute"))
        return library

    def find(self, title: str, source: str = "") -> Statute | None:
        """The statute of that title, however it is spelt."""
        pk = self.by_source.get(source) or self.by_title.get(fold_title(title))
        return Statute.objects.filter(pk=pk).first() if pk else None

    def remember(self, statute: Statute) -> None:
        """Know a statute that is in the database for certain: after its transaction."""
        self.by_title[fold_title(statute.title)] = statute.pk
        self.slugs.add(statute.slug)


def statute_for(
    library: Library, outline: Outline, source: str, folders: tuple[str, ...]
) -> tuple[Statute, bool]:
    """The statute whose version the outline is, created where there is none; and whether it was."""
    statute = library.find(outline.title, source)
    if statute is None:
        return _create(library, outline, folders), True
    wanted = {
        "issuer": statute.issuer or outline.issuer,
        "doc_number": statute.doc_number or outline.first_number,
    }
    if statute.source.startswith(REGISTERED) and not statute.versions.exists():
        wanted |= {"source": "", "is_unverified": False, "kind": kind_of(outline.title, folders)}
    update(statute, wanted)
    return statute, False


def _create(library: Library, outline: Outline, folders: tuple[str, ...]) -> Statute:
    if not outline.title or len(outline.title) > LONGEST_TITLE:
        raise OutlineError(f"第 1 行：标题应有 1 到 {LONGEST_TITLE} 个字")
    return Statute.objects.create(
        title=outline.title,
        slug=slug_of(outline.title, library.slugs),
        kind=kind_of(outline.title, folders),
        issuer=outline.issuer,
        doc_number=outline.first_number,
    )
