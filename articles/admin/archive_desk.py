"""The import's report in the admin, as a list by traffic and as CSV; and the old addresses."""

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from articles.archive import addresses, report
from articles.archive.running import words
from articles.models import ImportedItem, ImportRun, LintRule, OldAddress
from firm import audit, spreadsheet
from firm.admin import RecordedAdmin
from firm.paging import BoundedPaginator
from firm.read_only import ReadOnlyAdmin


class TroubleFilter(admin.SimpleListFilter):
    """By what is wrong with a text."""

    title = "要改的"
    parameter_name = "trouble"

    def lookups(self, request, model_admin):
        return list(report.TROUBLES.items())

    def queryset(self, request, queryset):
        return report.troubled(queryset, self.value() or "")


@admin.register(ImportedItem)
class ImportedItemAdmin(ReadOnlyAdmin):
    list_display = ["name", "number", "views", "outcome", "told", "troubles"]
    list_display_links = ["number"]
    list_filter = ["outcome", TroubleFilter, "run"]
    list_select_related = ["article"]
    search_fields = ["=number"]
    ordering = ["-views", "pk"]
    sortable_by = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = BoundedPaginator
    list_per_page = 50
    fields = readonly_fields = [
        *("run", "number", "title", "article", "outcome", "told", "troubles", "views", "left", "original"),
    ]
    change_list_template = "admin/articles/importeditem/change_list.html"

    class Media:
        css = {"all": ["css/record.css"]}

    def get_queryset(self, request):
        return report.items().defer("article__body", "article__body_html")

    @admin.display(description="标题")
    def name(self, item):
        title = item.title or "（无标题）"
        if item.article is None:
            return title
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:articles_article_change", args=[item.article_id]), title
        )

    @admin.display(description="说明")
    def told(self, item):
        return "；".join(item.notes) or "—"

    @admin.display(description="要改的")
    def troubles(self, item):
        found = [f"法条 {item.wrong} 处"] if item.wrong else []
        found += ["与别的文章相近"] if item.is_copy else []
        found += [report.words(item.lint, self._names())] if item.lint else []
        return "；".join(found) or "—"

    @admin.display(description="旧站的其他字段")
    def left(self, item):
        return "；".join(f"{name}：{value}" for name, value in item.rest.items()) or "—"

    def _names(self) -> dict[str, str]:
        return dict(LintRule.objects.values_list("code", "name"))

    def history_view(self, request, object_id, extra_context=None):
        return HttpResponseRedirect(reverse("admin:articles_importeditem_change", args=[object_id]))

    def get_urls(self):
        export = self.admin_site.admin_view(require_POST(self.export))
        return [path("export/", export, name="articles_importeditem_export"), *super().get_urls()]

    def export(self, request: HttpRequest) -> HttpResponse:
        """What the list shows under its present filter, all of it, as CSV; that it was taken is on record."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            found = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:articles_importeditem_changelist"))
        audit.record("导出", by=request.user, reason="导入报告")
        table = spreadsheet.lines(report.HEADING, report.rows(found))
        response = StreamingHttpResponse(table, content_type="text/csv; charset=utf-8")
        name = localtime().strftime("import-%Y%m%d-%H%M.csv")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store, private"
        return response


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ["source", "format", "started_at", "finished_at", "position", "counted"]
    fields = readonly_fields = [*list_display, "fingerprint", "options"]

    @admin.display(description="合计")
    def counted(self, run):
        return words(run.counts)


class OldAddressForm(forms.ModelForm):
    """An old address in its one spelling, and where it leads on this site."""

    def clean_old(self):
        old = addresses.normal(self.cleaned_data["old"])
        if not old:
            raise ValidationError("旧网址要从 / 开始。")
        return old

    def clean_to(self):
        to = self.cleaned_data["to"].strip()
        if to and not addresses.local(to):
            raise ValidationError("要填本站的网址，从 / 开始。")
        return addresses.local(to) if to else ""


@admin.register(OldAddress)
class OldAddressAdmin(RecordedAdmin):
    form = OldAddressForm
    list_display = ["old", "leads"]
    search_fields = ["^old"]
    list_select_related = ["article"]
    show_full_result_count = False
    paginator = BoundedPaginator
    fields = ["old", "article", "to"]
    raw_id_fields = ["article"]

    @admin.display(description="转到")
    def leads(self, address):
        return address.get_absolute_url()
