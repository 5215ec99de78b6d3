"""What stands at an address where no page is kept: an article after all, one that is gone, an old address, or nothing."""

from dataclasses import dataclass
from functools import cache

from django.http import Http404, HttpRequest
from django.urls import reverse

from articles.archive import addresses
from articles.models import Article
from articles.rendering.reading import LARGEST
from firm.asking import one_row

# One query, by indexes: addresses that are dead are asked for as often as any.
STANDING = """
SELECT version.shell, old.article_id, old."to", known.id, known.is_shown, known.leads_to
FROM (SELECT 1) AS one
LEFT JOIN firm_siteversion version ON version.id = 1
LEFT JOIN LATERAL (
    SELECT article_id, "to" FROM articles_oldaddress WHERE old = ANY(%s) ORDER BY length(old) DESC LIMIT 1
) old ON true
LEFT JOIN LATERAL (SELECT * FROM ({known}) AS article WHERE article.id = %s) known ON true
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """The site's version (firm.models.SiteVersion.shell), and what stands at the address that was asked for.

    An article is known to the public if it is read (is_shown) or once was; it may lead to the one it was merged into. An
    old address leads to an address of this site; empty where there is none.
    """

    shell: int | None
    old_leads_to: str
    is_known: bool
    is_shown: bool
    leads_to: int | None

    def numbered(self, number: int) -> str:
        """Where an address leads that only gives the number; empty where the public knows none of it."""
        if self.old_leads_to or not self.is_known:
            return self.old_leads_to
        return reverse("article", args=[self.leads_to or number])


class NotHere(Http404):
    """404 for an address of which all is known already: standing says what."""

    def __init__(self, sentence: str, standing: Standing):
        super().__init__(sentence)
        self.standing = standing


def at(request: HttpRequest, number: int | None = None) -> Standing:
    """What stands at the address, and under an article's number if that is what it says. One query."""
    sql, parameters = _statement()
    number = None if number is None or number > LARGEST else number
    row = one_row(sql, [addresses.keys(request), *parameters, number])
    shell, article, to, known, is_shown, leads_to = row or (None,) * 6
    old = reverse("article", args=[article]) if article else to or ""
    return Standing(shell, old, known is not None, bool(is_shown), leads_to)


@cache
def _statement() -> tuple[str, tuple]:
    """The query with what the public may know of, and the parameters of that part."""
    known = Article.objects.known().values("id", "is_shown", "leads_to").order_by()
    sql, parameters = known.query.sql_with_params()
    return STANDING.format(known=sql), parameters
