"""Related articles beside the form: what is proposed for a text, and the search for others to pin."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_safe

from articles import related_choice
from articles.related import lists

ROWS = "admin/articles/article/_related_rows.html"


class RelatedDesk:
    """What ArticleAdmin does for who chooses related articles."""

    def related_urls(self, wrap) -> list:
        return [
            path("related/search/", wrap(require_safe(self.search_related)), name="articles_article_related")
        ]

    def search_related(self, request: HttpRequest) -> HttpResponse:
        """The published articles that answer ?q=, as rows for the form."""
        self.refuse_readers(request)
        found = related_choice.search(request.GET.get("q", "")[:100].replace("\0", ""))
        return TemplateResponse(request, ROWS, {"rows": [related_choice.Row(one) for one in found]})

    def offer_related(self, context: dict) -> None:
        """Give the form of a change page what is proposed for the newest revision."""
        form = context["adminform"].form
        if "related_choice" in form.fields:
            proposals = lists.proposals(context["newest"], context["cited"].references)
            form.fields["related_choice"].widget.proposals = proposals
