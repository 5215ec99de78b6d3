"""The law library in the admin."""

from django.contrib import admin

from firm.admin import RecordedAdmin
from statutes.language.shingles import fingerprints
from statutes.models import Provision, Statute, StatuteAlias, StatuteVersion
from statutes.searching import index


def note_corrections(row, fields) -> None:
    """Remember the fields that a person changed, so that no import takes the change back."""
    if fields := sorted({*row.corrected, *fields} - {"corrected"}):
        row.corrected = fields


class CorrectingAdmin(RecordedAdmin):
    """What staff change by hand stays as they left it, whatever is imported later; what cites it is checked again."""

    def save_model(self, request, obj, form, change):
        note_corrections(obj, form.changed_data)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        row = form.instance
        statute = row.version.statute_id if isinstance(row, Provision) else row.pk
        index.refresh([statute])  # which may have to wait for an import: the touch comes last
        Statute.objects.filter(pk=statute).touch()

    def save_formset(self, request, form, formset, change):
        for row_form in formset.forms:
            if row_form.has_changed() and hasattr(row_form.instance, "corrected"):
                note_corrections(row_form.instance, row_form.changed_data)
        super().save_formset(request, form, formset, change)


class AliasInline(admin.TabularInline):
    model = StatuteAlias
    extra = 0


class VersionInline(admin.TabularInline):
    model = StatuteVersion
    extra = 0
    show_change_link = False
    exclude = ["preamble"]  # long; it comes with the text

    def has_add_permission(self, request, obj=None):
        return False  # a version comes with its provisions, from an import; without them: 404

    def has_delete_permission(self, request, obj=None):
        return False  # it would take its provisions along, unasked, and break the links of live articles


@admin.register(Statute)
class StatuteAdmin(CorrectingAdmin):
    list_display = ["title", "kind", "doc_number", "is_unverified", "repealed_on"]
    list_filter = ["kind", "is_unverified"]
    search_fields = ["title", "doc_number", "aliases__name"]
    inlines = [AliasInline, VersionInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", "issuer", "doc_number", "source", "is_unverified"]}),
        ("效力", {"fields": ["repealed_on"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []  # live articles link to it


@admin.register(Provision)
class ProvisionAdmin(CorrectingAdmin):
    list_display = ["statute", "key", "path"]
    search_fields = ["version__statute__title", "=key"]
    list_select_related = ["version__statute"]
    fields = ["version", "number", "suffix", "key", "path", "text"]
    readonly_fields = ["version", "number", "suffix", "key"]

    def save_model(self, request, obj, form, change):
        obj.shingles = fingerprints(obj.text)
        super().save_model(request, obj, form, change)

    @admin.display(description="法规")
    def statute(self, provision):
        return str(provision.version)

    def has_add_permission(self, request):
        return False  # provisions come with their version, from an import

    def has_delete_permission(self, request, obj=None):
        return False
