"""Bulk actions in the admin: chosen in the list, confirmed on a page, told of row by row."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from articles.desk import bulk
from articles.models import Column

CONFIRM_PAGE = "admin/articles/article/bulk_confirm.html"
RESULT_PAGE = "admin/articles/article/bulk_result.html"


class BulkPages:
    """What ArticleAdmin does to many articles at once; each is moved by the workflow, or written as a revision."""

    def bulk_urls(self, wrap) -> list:
        return [
            path("bulk/<str:name>/", wrap(require_POST(self.carry_out_bulk)), name="articles_article_bulk")
        ]

    def get_actions(self, request):
        """Those that the user has the permission for; what may be done to each article is asked for each."""
        allowed = {f"bulk_{act.name}" for act in bulk.ACTS.values() if request.user.has_perm(act.permission)}
        return {name: action for name, action in super().get_actions(request).items() if name in allowed}

    def confirm_bulk(
        self, request: HttpRequest, act: bulk.Act, ids: list[int], refused: str = ""
    ) -> HttpResponse:
        """The chosen articles with what would happen to each, and the form that does it."""
        context = self._bulk_context(request, act) | {
            "rows": bulk.plan(act, ids, request.user),
            "refused": refused,
            "asked": request.POST.get("asked", ""),
            "columns": Column.objects.all() if act.asks == "column" else (),
        }
        context["count"] = sum(not row.why_not for row in context["rows"])
        return TemplateResponse(request, CONFIRM_PAGE, context)

    def carry_out_bulk(self, request: HttpRequest, name: str) -> HttpResponse:
        """Do what was confirmed, and tell of each article what has become of it."""
        act = bulk.ACTS.get(name)
        if act is None:
            raise Http404("没有这种操作")
        if not request.user.has_perm(act.permission):
            raise PermissionDenied("您没有这项权限。")
        seen = [pair for row in request.POST.getlist("row") if (pair := _seen(row))]
        if len(seen) > bulk.MOST:
            return self._too_many(request)
        try:
            results = bulk.carry_out(act, seen, request.user, request.POST.get("asked", ""))
        except ValidationError as error:
            return self.confirm_bulk(request, act, [pk for pk, _ in seen], " ".join(error.messages))
        context = self._bulk_context(request, act) | {"results": results}
        context["count"] = sum(not result.why_not for result in results)
        return TemplateResponse(request, RESULT_PAGE, context)

    def choose(self, request: HttpRequest, act: bulk.Act, queryset) -> HttpResponse:
        """From the list to the page that asks; all articles of all pages cannot be chosen."""
        if request.POST.get("select_across") == "1":
            return self._too_many(request)
        ids = list(queryset.values_list("pk", flat=True)[: bulk.MOST + 1])
        return self._too_many(request) if len(ids) > bulk.MOST else self.confirm_bulk(request, act, ids)

    def _too_many(self, request: HttpRequest) -> HttpResponse:
        messages.error(
            request, f"一次最多处理 {bulk.MOST} 篇，不能选中所有页的文章；请分几次选择。什么都没有改动。"
        )
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))

    def _bulk_context(self, request: HttpRequest, act: bulk.Act) -> dict:
        return self.admin_site.each_context(request) | {"title": act.label, "opts": self.opts, "act": act}


def _action(act: bulk.Act):
    @admin.action(description=act.label)
    def chosen(modeladmin, request, queryset):
        return modeladmin.choose(request, act, queryset)

    chosen.__name__ = f"bulk_{act.name}"
    return chosen


def _seen(row: str) -> bulk.Seen | None:
    """An article and the revision of it that was shown, as the form writes them: 837828:12."""
    parts = row.split(":")
    if len(parts) != 2 or not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in parts):
        return None
    return int(parts[0]), int(parts[1])


ACTIONS = [_action(act) for act in bulk.ACTS.values()]
