"""The record in the admin: read by time and kind of act, taken away as a table."""

from datetime import datetime, time, timedelta

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_POST

from firm import audit, spreadsheet
from firm.models import AuditRecord
from firm.paging import BoundedPaginator
from firm.read_only import ReadOnlyAdmin

AT_ONCE = 2000
SOUGHT_DAYS = 90
# From one kind of act to the next by the index: DISTINCT would read the whole table.
ACTIONS = """
WITH RECURSIVE kind AS (
    (SELECT action FROM firm_auditrecord ORDER BY action LIMIT 1)
    UNION ALL
    SELECT (SELECT action FROM firm_auditrecord WHERE action > kind.action ORDER BY action LIMIT 1)
    FROM kind WHERE kind.action IS NOT NULL
)
SELECT action FROM kind WHERE action IS NOT NULL
"""


class ActionFilter(admin.SimpleListFilter):
    """By the kind of act."""

    title = "操作"
    parameter_name = "action"

    def lookups(self, request, model_admin):
        with connection.cursor() as cursor:
            cursor.execute(ACTIONS)
            return [(action, action) for (action,) in cursor.fetchall()]

    def queryset(self, request, queryset):
        return queryset.filter(action=self.value()) if self.value() else queryset


class TimeFilter(admin.SimpleListFilter):
    """By the days that staff ask about, and by each year that there is a record of."""

    title = "时间"
    parameter_name = "when"
    DAYS = {"today": (1, "今天"), "7": (7, "最近 7 天"), "30": (30, "最近 30 天"), "90": (90, "最近 90 天")}

    def lookups(self, request, model_admin):
        first = AuditRecord.objects.order_by("at", "pk").values_list("at", flat=True).first()
        this_year = localdate().year
        years = range(this_year, (localtime(first).year if first else this_year) - 1, -1)
        return [(key, name) for key, (_, name) in self.DAYS.items()] + [
            (str(year), f"{year} 年") for year in years
        ]

    def queryset(self, request, queryset):
        value = self.value() or ""
        if value in self.DAYS:
            first = localdate() - timedelta(days=self.DAYS[value][0] - 1)
            return queryset.filter(at__gte=_midnight(first.year, first.month, first.day))
        if len(value) == 4 and value.isascii() and value.isdecimal() and "1900" < value < "9999":
            year = int(value)
            return queryset.filter(at__gte=_midnight(year), at__lt=_midnight(year + 1))
        return queryset


def _midnight(year: int, month: int = 1, day: int = 1) -> datetime:
    return timezone.make_aware(datetime.combine(datetime(year, month, day), time.min))


@admin.register(AuditRecord)
class AuditRecordAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor_name", "action", "target_label", "reason", "address"]
    list_filter = [TimeFilter, ActionFilter]
    search_fields = ["actor_name", "target_label", "reason"]
    sortable_by = ["at"]
    fields = readonly_fields = [
        "at",
        "actor",
        "actor_name",
        "address",
        "action",
        "target_type",
        "target_id",
        "target_label",
        "reason",
        "position",
        "previous_hash",
        "hash",
    ]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they count everything, once for each choice
    paginator = BoundedPaginator
    change_list_template = "admin/firm/auditrecord/change_list.html"

    class Media:
        css = {"all": ["css/record.css"]}

    def get_search_results(self, request, queryset, search_term):
        """Words are sought in a stretch of time: no index helps with them, and a million rows take seconds."""
        if search_term and not request.GET.get(TimeFilter.parameter_name):
            queryset = queryset.filter(at__gte=timezone.now() - timedelta(days=SOUGHT_DAYS))
        return super().get_search_results(request, queryset, search_term)

    def history_view(self, request, object_id, extra_context=None):
        return HttpResponseRedirect(reverse("admin:firm_auditrecord_change", args=[object_id]))

    def get_urls(self):
        export = self.admin_site.admin_view(require_POST(self.export))
        return [path("export/", export, name="firm_auditrecord_export"), *super().get_urls()]

    def export(self, request: HttpRequest) -> HttpResponse:
        """What the list shows under its present filter, all of it, as CSV; that it was taken is on record, too."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            chosen = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:firm_auditrecord_changelist"))
        rows = chosen.get_queryset(request)
        newest = AuditRecord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        rows = rows.filter(pk__lte=newest)  # not its own record
        audit.record("导出", by=request.user, reason=f"操作记录 {rows.count()} 条（{_filter_words(chosen)}）")
        fields = AuditRecord._meta.local_concrete_fields
        table = spreadsheet.lines([str(field.verbose_name) for field in fields], _cells(rows, fields))
        response = StreamingHttpResponse(table, content_type="text/csv; charset=utf-8")
        name = localtime().strftime("audit-%Y%m%d-%H%M.csv")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store, private"
        return response


def _filter_words(chosen) -> str:
    """The filters in force, as the list names them."""
    words = [
        str(choice["display"])
        for spec in chosen.filter_specs
        for choice in spec.choices(chosen)
        if choice["selected"] and spec.value() is not None
    ]
    return "，".join([*words, *([f"搜索“{chosen.query}”"] if chosen.query else [])]) or "全部"


def _cells(rows, fields):
    at = [field.attname for field in fields].index("at")
    for row in rows.values_list(*(field.attname for field in fields)).iterator(chunk_size=AT_ONCE):
        yield [*row[:at], localtime(row[at]).strftime("%Y-%m-%d %H:%M:%S.%f"), *row[at + 1 :]]
