"""The findings beside the text: linting what is being written, and taking answers to what was found."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from articles import revisions
from articles.html import sanitise
from articles.models import Article
from articles.reviewing import answering
from articles.reviewing.answering import LintPanel

PANEL = "admin/articles/article/_lint.html"
PAGE = "admin/articles/article/lint.html"
TEXTS = ("title", "body", "summary", "keywords")


class LintDesk:
    """What ArticleAdmin answers about the words of a text."""

    def lint_urls(self, wrap) -> list:
        return [
            path("lint/", wrap(require_POST(self.lint_text)), name="articles_article_lint"),
            path("<int:pk>/answer/", wrap(require_POST(self.answer)), name="articles_article_answer"),
        ]

    def lint_text(self, request: HttpRequest) -> HttpResponse:
        """The findings of a text that is not saved yet: the panel alone for the editor, else a page of its own."""
        self.refuse_readers(request)
        pk = request.POST.get("article", "")
        article = (
            self._article(request, int(pk)) if pk.isascii() and pk.isdecimal() and len(pk) < 19 else None
        )
        return self._lint_panel(request, article)

    def answer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep an answer to a finding of the text that is being written, or else of the newest revision."""
        article = self._article(request, pk)
        if not answering.may_answer(article, request.user):
            raise PermissionDenied
        said = ""
        try:
            key, text = request.POST.get("key", ""), request.POST.get("answer", "")
            answering.answer(article, _panel(request, article), key, text, by=request.user)
        except ValidationError as error:
            said = " ".join(error.messages)
        if "fragment" in request.POST:
            return self._lint_panel(request, article, said or "答复已记下。")
        messages.add_message(request, messages.ERROR if said else messages.SUCCESS, said or "答复已记下。")
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]) + "#lint-title")

    def lint_context(self, article: Article, newest, user) -> dict:
        """What the editor and the review page show of the newest revision."""
        may_answer = answering.may_answer(article, user)
        return {"lint": answering.panel_of_revision(newest), "may_answer": may_answer}

    def _lint_panel(self, request, article: Article | None, said: str = "") -> HttpResponse:
        context = self.admin_site.each_context(request) | {"title": "文字检查", "opts": self.opts}
        context |= {"article": article, "said": said, "in_editor": "fragment" in request.POST}
        context["may_answer"] = article is not None and answering.may_answer(article, request.user)
        try:
            context["lint"] = _panel(request, article)
        except ValidationError as error:
            context["lint_refused"] = " ".join(error.messages)
        template = PANEL if "fragment" in request.POST else PAGE
        context["may_answer"] &= template == PANEL
        return TemplateResponse(request, template, context)


def _panel(request, article: Article | None) -> LintPanel:
    """The panel of the text that was posted, else of what is saved. Raises BodyRefused."""
    if "body" not in request.POST and article is not None:
        return answering.panel_of_revision(revisions.newest(article))
    title, body, summary, keywords = (request.POST.get(name, "") for name in TEXTS)
    texts = (title[:500], sanitise(body), summary[:2000], keywords[:1000])
    return answering.panel_of(answering.manuscript_of(*texts), article)
