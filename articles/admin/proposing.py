"""What the form proposes while one writes: tags that exist, a summary from the text."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from articles.excerpt import excerpt_of
from articles.html import sanitise, text_of
from articles.models import Tag
from articles.tagging import normal_name

SUGGESTED = 8
LONGEST = 50  # characters of a query that are looked at


class Proposing:
    """What ArticleAdmin answers to the fields of its form."""

    def proposal_urls(self, wrap) -> list:
        return [
            path("tags/", wrap(require_safe(self.propose_tags)), name="articles_article_tags"),
            path("summary/", wrap(require_POST(self.propose_summary)), name="articles_article_summary"),
        ]

    def propose_tags(self, request: HttpRequest) -> JsonResponse:
        """The names of tags like the one that is being typed: {"tags": […]}."""
        self.refuse_readers(request)
        words = normal_name(request.GET.get("q", "")[:LONGEST].replace("\0", ""))
        return JsonResponse({"tags": Tag.objects.like(words, SUGGESTED) if words else []})

    def propose_summary(self, request: HttpRequest) -> JsonResponse:
        """The opening of the text, cut at a sentence: {"summary": …}, or {"refused": why}."""
        self.refuse_readers(request)
        try:
            text = text_of(sanitise(request.POST.get("body", "")))
        except ValidationError as error:
            return JsonResponse({"refused": " ".join(error.messages)})
        return JsonResponse({"summary": excerpt_of("", text)})
