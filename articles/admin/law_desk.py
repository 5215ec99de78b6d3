"""The law beside the text: checking what is being written, correcting by one click."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles import revisions
from articles.html import sanitise
from articles.law import citing, impact
from articles.law.panel import Choice, corrected, panel_of
from articles.models import Revision

FINDINGS = "admin/articles/article/_findings.html"
PER_PAGE = 20
CHECK_PAGE = "admin/articles/article/check.html"


class LawDesk:
    """What ArticleAdmin answers about the citations of a text."""

    def law_urls(self, wrap) -> list:
        return [
            path("check/", wrap(require_POST(self.check_text)), name="articles_article_check"),
            path("impact/", wrap(self.impact), name="articles_article_impact"),
            path("<int:pk>/correct/", wrap(require_POST(self.correct)), name="articles_article_correct"),
        ]

    def check_text(self, request: HttpRequest) -> HttpResponse:
        """The findings of a body that is not saved yet: the panel alone for the editor, else a page of its own."""
        self.refuse_readers(request)
        context = self.admin_site.each_context(request) | {"title": "法条核对", "opts": self.opts}
        try:
            body = sanitise(request.POST.get("body", ""))
            citing.refuse_too_many(body)
            context["panel"] = panel_of(citing.cite(body, timezone.localdate()))
        except ValidationError as error:
            context["refused"] = " ".join(error.messages)
        context["may_correct"] = "fragment" in request.POST  # in the editor, not on a page of its own
        template = FINDINGS if context["may_correct"] else CHECK_PAGE
        return TemplateResponse(request, template, context)

    def correct(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make one correction in the newest revision and keep the result as a draft."""
        article = self._article(request, pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        newest = revisions.newest(article)
        choice = _chosen(newest, request.POST)
        content = revisions.content_of(newest) | {"body": corrected(newest.body, choice.correction)}
        try:
            revisions.record(article, content, newest.tag_names, by=request.user, base=newest.pk)
        except (revisions.EditedMeanwhile, revisions.InReview):
            messages.error(request, "这篇文章刚刚被别人保存或提交，没有改动。请看过新的版本再改。")
        else:
            messages.success(request, f"已把“{choice.old}”改为“{choice.correction.new}”，存为新的草稿。")
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))

    def impact(self, request: HttpRequest) -> HttpResponse:
        """影响报告: the live articles under which the law has changed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.get("statute", "")
        chosen = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None
        page = Paginator(impact.affected(request.user, chosen), PER_PAGE).get_page(request.GET.get("page"))
        context = self.admin_site.each_context(request) | {
            "title": "影响报告",
            "opts": self.opts,
            "page": page,
            "rows": impact.rows(page.object_list, request.user),
            "statutes": impact.statutes(request.user),
            "chosen": chosen,
        }
        return TemplateResponse(request, "admin/articles/article/impact.html", context)


def _chosen(newest: Revision, post) -> Choice:
    """The correction that was clicked, if it still is one. Raises Http404."""
    if str(newest.pk) != post.get("revision"):
        raise Http404("文章已经有了新的版本")
    panel = panel_of(citing.cite(newest.body, timezone.localdate()))
    for row in panel.rows:
        for choice in row.choices:
            if (choice.old, choice.correction.new, str(choice.nth)) == (
                post.get("old"),
                post.get("new"),
                post.get("nth"),
            ):
                return choice
    raise Http404("没有这项更正")
