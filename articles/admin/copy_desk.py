"""Near-copies beside the text, and the staff's page of those in the archive."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from articles import workflow
from articles.copies import finding, groups
from articles.models import Article, Revision
from articles.moves import MOVES
from firm import audit

COPIES = "admin/articles/article/_copies.html"
COPIES_PAGE = "admin/articles/article/check_copies.html"
GROUPS = "admin/articles/article/copies.html"
MOST_AT_ONCE = 100  # articles merged by one click


class CopyDesk:
    """What ArticleAdmin answers about texts that say nearly the same."""

    def copy_urls(self, wrap) -> list:
        return [
            path("copies/", wrap(self.copies), name="articles_article_copies"),
            path(
                "copies/check/", wrap(require_POST(self.check_copies)), name="articles_article_check_copies"
            ),
            path("copies/merge/", wrap(require_POST(self.merge)), name="articles_article_merge"),
        ]

    def check_copies(self, request: HttpRequest) -> HttpResponse:
        """The near-copies of a text that is not saved yet: the panel alone for the editor, else a page of its own."""
        self.refuse_readers(request)
        post = request.POST
        context = self.admin_site.each_context(request) | {"title": "相近文章", "opts": self.opts}
        try:
            context["copies"] = finding.similar(
                post.get("body", ""),
                post.get("title", ""),
                request.user,
                leaving_out=_number(post.get("article", "")),
            )
        except ValidationError as error:
            context["refused"] = " ".join(error.messages)
        return TemplateResponse(request, COPIES if "fragment" in post else COPIES_PAGE, context)

    def copies_of(self, request: HttpRequest, newest: Revision) -> list[finding.Copy]:
        """What a reviewer is told of a revision's near-copies."""
        return finding.similar(newest.body, newest.title, request.user, leaving_out=newest.article_id)

    def copies(self, request: HttpRequest) -> HttpResponse:
        """相近文章: the groups in the archive, the largest first."""
        if not _may_look(request.user):
            raise PermissionDenied
        page = groups.page(request.GET.get("after", ""), _number(request.GET.get("group", "")))
        context = self.admin_site.each_context(request) | {
            "title": "相近文章",
            "opts": self.opts,
            "page": page,
            "may_merge": request.user.has_perm(MOVES["merge"].permission),
        }
        return TemplateResponse(request, GROUPS, context)

    def merge(self, request: HttpRequest) -> HttpResponse:
        """Merge the chosen articles into the one that stays, each in a transaction of its own; says what became of each."""
        if not request.user.has_perm(MOVES["merge"].permission):
            audit.record("被拒绝：" + MOVES["merge"].label, by=request.user)
            raise PermissionDenied
        post = request.POST
        into = Article.objects.filter(pk=_number(post.get("into", ""))).first()
        ids = [_number(one) for one in post.getlist("merge")[:MOST_AT_ONCE]]
        if into is None:
            messages.error(request, "请选择保留哪一篇。")
        chosen = Article.objects.filter(pk__in=ids).exclude(pk=into and into.pk).order_by("pk")
        if into and not chosen:
            messages.error(request, "请勾选要并入的文章。")
        for article in chosen if into else ():
            self._merge_one(request, article, into)
        return HttpResponseRedirect(reverse("admin:articles_article_copies"))

    def _merge_one(self, request: HttpRequest, article: Article, into: Article) -> None:
        name = f"《{article.title}》（{article.pk}）"
        try:
            reason = request.POST.get("reason", "")
            workflow.perform("merge", article, by=request.user, reason=reason, into=into)
        except (ValidationError, workflow.MoveNotAllowed) as error:
            messages.error(request, f"{name}没有并入：" + " ".join(getattr(error, "messages", [str(error)])))
        else:
            messages.success(request, f"{name}已并入《{into.title}》（{into.pk}），原网址会转到那里。")


def _may_look(user) -> bool:
    return user.has_perm("articles.review_article") or user.has_perm(MOVES["merge"].permission)


def _number(text: str) -> int:
    """The number that a form sent; 0, which no article has, for anything else. Raises nothing."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
