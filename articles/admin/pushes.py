"""What search engines were told, in the admin: what waits, what failed and why."""

from django.contrib import admin, messages
from django.db.models import Q

from articles.models import Push
from articles.seo import pushing
from firm import audit
from firm.paging import BoundedPaginator
from firm.read_only import ReadOnlyAdmin


class StandingFilter(admin.SimpleListFilter):
    """By what has become of it."""

    title = "状态"
    parameter_name = "standing"
    WHICH = {
        "waiting": ("等待推送", Q(sent_at=None, tries=0)),
        "failed": ("没有成功，会再试", Q(sent_at=None, tries__gt=0, tries__lt=pushing.MOST_TRIES)),
        "stuck": ("没有成功，不再尝试", Q(sent_at=None, tries__gte=pushing.MOST_TRIES)),
        "sent": ("已推送", Q(sent_at__isnull=False)),
    }

    def lookups(self, request, model_admin):
        return [(name, label) for name, (label, _) in self.WHICH.items()]

    def queryset(self, request, queryset):
        return queryset.filter(self.WHICH[self.value()][1]) if self.value() in self.WHICH else queryset


@admin.register(Push)
class PushAdmin(ReadOnlyAdmin):
    """To read, and to try again."""

    list_display = ["path", "standing", "engine", "reason", "trouble", "noted_at"]
    list_filter = [StandingFilter, "engine", "reason"]
    fields = [
        "path",
        "engine",
        "reason",
        "noted_at",
        "standing",
        "next_try_at",
        "tries",
        "sent_at",
        "trouble",
    ]
    search_fields = ["=path"]
    search_help_text = "整个地址，如 /hf/837828.html"
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = BoundedPaginator
    actions = ["push_again"]

    @admin.display(description="状态")
    def standing(self, push):
        if push.sent_at:
            return "已推送"
        if push.tries >= pushing.MOST_TRIES:
            return "没有成功，不再尝试"
        return "没有成功，会再试" if push.tries else "等待推送"

    @admin.action(description="重新推送没有成功的", permissions=["view"])
    def push_again(self, request, queryset):
        count = pushing.try_again(queryset)
        audit.record("重新推送给搜索引擎", by=request.user, reason=f"{count} 个地址")
        messages.success(request, f"{count} 个没有成功的地址会在一分钟内再推送。")
