"""Withdrawing an article in the admin: first what leads to it, then the reason."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from articles import revisions
from articles.desk import leading
from articles.moves import is_open

WITHDRAW_PAGE = "admin/articles/article/withdraw.html"


class Withdrawing:
    """What ArticleAdmin asks before an article is withdrawn; the move itself is Reviewing's."""

    def withdrawing_urls(self, wrap) -> list:
        return [path("<int:pk>/withdraw/", wrap(self.withdraw), name="articles_article_withdraw")]

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What would lead nowhere, and the form that asks for the reason."""
        article = self._article(request, pk)
        newest = revisions.newest(article)
        if not is_open("withdraw", article, newest, request.user):
            raise PermissionDenied("现在不能撤下文章：文章不在线上，或您没有这项权限。")
        context = self.admin_site.each_context(request) | {
            "title": f"撤下：{article.title}",
            "opts": self.opts,
            "article": article,
            "newest": newest,
            "leading": leading.leading_to(article),
        }
        return TemplateResponse(request, WITHDRAW_PAGE, context)
