"""The pages behind the desk: the calendar, and what is to be read again."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from articles.desk import rereading, schedule
from articles.rights import visible_among_few

CALENDAR_PAGE = "admin/articles/article/calendar.html"
REREADING_PAGE = "admin/articles/article/rereading.html"


class DeskPages:
    """What ArticleAdmin shows of the months and of the articles to be read again."""

    def desk_urls(self, wrap) -> list:
        return [
            path("calendar/", wrap(self.calendar), name="articles_article_calendar"),
            path("rereading/", wrap(self.rereading), name="articles_article_rereading"),
        ]

    def calendar(self, request: HttpRequest) -> HttpResponse:
        """What goes live and what ends in a month."""
        context, status = self._desk_context(request, "发布日历"), 200
        try:
            context["month"] = schedule.month(request.GET.get("month", ""), visible_among_few(request.user))
        except schedule.NoSuchMonth as error:
            context["refused"], status = str(error), 400
        return TemplateResponse(request, CALENDAR_PAGE, context, status=status)

    def rereading(self, request: HttpRequest) -> HttpResponse:
        """The articles of a column that are to be read again, the longest overdue first."""
        context = self._desk_context(request, "到期复查")
        asked = request.GET.get("column", ""), request.GET.get("after", "")
        context["due"] = rereading.page(request.user, *asked)
        return TemplateResponse(request, REREADING_PAGE, context)

    def _desk_context(self, request: HttpRequest, title: str) -> dict:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.admin_site.each_context(request) | {"title": title, "opts": self.opts}
