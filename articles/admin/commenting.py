"""Comments on a passage in the admin: made on the review page, answered and settled there and beside the editor."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from articles import revisions
from articles.models import Article, ReviewComment
from articles.reviewing import comments

PANEL = "admin/articles/article/_comments.html"
DONE = {"reply": "已回复。", "resolve": "已标为处理过。", "reopen": "已重新打开。"}


class Commenting:
    """What ArticleAdmin does for the talk about a text."""

    def comment_urls(self, wrap) -> list:
        return [
            path("<int:pk>/comments/", wrap(require_POST(self.comment)), name="articles_article_comment"),
            path(
                "<int:pk>/comments/<int:comment_pk>/<str:act>/",
                wrap(require_POST(self.settle)),
                name="articles_article_comment_act",
            ),
        ]

    def comment(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Comment on words of the revision that was shown; what cannot be taken stays in the form, with the reason."""
        article = self._article(request, pk)
        seen = request.POST.get("revision", "")
        number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 19 else 0
        revision = get_object_or_404(article.revisions, pk=number)
        written = {name: request.POST.get(name, "") for name in ("quote", "occurrence", "text")}
        try:
            made = comments.add(
                revision,
                quote=written["quote"],
                text=written["text"],
                by=request.user,
                occurrence=_nth(written["occurrence"]),
            )
        except comments.CommentRefused as error:
            raise PermissionDenied(str(error)) from error
        except ValidationError as error:
            written["errors"] = error.message_dict
            return self._review_page(request, article, comment=written)
        messages.success(request, "意见已记下，作者会看到。")
        return HttpResponseRedirect(self._page_of(article, request, made))

    def settle(self, request: HttpRequest, pk: int, comment_pk: int, act: str) -> HttpResponse:
        """Answer, settle or reopen a comment of this article."""
        article = self._article(request, pk)
        if act not in DONE:
            raise Http404("没有这种操作")
        comment = get_object_or_404(article.comments.select_related("parent"), pk=comment_pk)
        refused = ""
        try:
            if act == "reply":
                comments.reply(comment, request.POST.get("text", ""), by=request.user)
            elif act == "resolve":
                comments.resolve(comment, by=request.user)
            else:
                comments.reopen(comment, by=request.user)
        except comments.CommentRefused as error:
            raise PermissionDenied(str(error)) from error
        except ValidationError as error:
            refused = " ".join(error.messages)
        if "fragment" in request.POST:
            context = self._talk(request, article, revisions.newest(article).body)
            return TemplateResponse(
                request, PANEL, context | {"article": article, "refused": refused, "in_editor": True}
            )
        if refused:
            messages.error(request, refused)
        else:
            messages.success(request, DONE[act])
        return HttpResponseRedirect(self._page_of(article, request, comment.parent or comment))

    def _talk(self, request, article: Article, body: str) -> dict:
        """What the panel of comments shows of an article, each with its place in this body."""
        threads = comments.threads(article, body)
        return {
            "threads": threads,
            "open_comments": sum(thread.is_open for thread in threads),
            "may_comment": comments.may_comment(article, request.user),
            "may_reopen": comments.may_reopen(article, request.user),
        }

    def _page_of(self, article: Article, request, comment: ReviewComment) -> str:
        view = request.POST.get("view", "")
        asked = f"?view={view}" if view in {"text", "compare", "changes"} else ""
        return f"{reverse('admin:articles_article_change', args=[article.pk])}{asked}#comment-{comment.pk}"


def _nth(typed: str) -> int:
    """People count from 1; what is no number is the first."""
    typed = typed.strip()
    return max(int(typed), 1) - 1 if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0
