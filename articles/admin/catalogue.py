"""Columns, notices and tags in the admin."""

from django.contrib import admin
from django.db.models import Count, Q
from taggit.models import Tag as TagOfTheLibrary

from articles.models import Column, CopyrightNotice, Tag
from firm.admin import RecordedAdmin

# The library's own table of tags, which the site does not use, stands in the admin uncalled for: in English, outside the
# record, and its page for merging asks for no permission.
admin.site.unregister(TagOfTheLibrary)


@admin.register(Column)
class ColumnAdmin(RecordedAdmin):
    list_display = ["name", "slug", "notice", "order"]
    list_select_related = ["notice"]


@admin.register(CopyrightNotice)
class CopyrightNoticeAdmin(RecordedAdmin):
    list_display = ["name", "kind"]


@admin.register(Tag)
class TagAdmin(RecordedAdmin):
    list_display = ["name", "published"]
    search_fields = ["name"]
    fields = ["name", "slug"]

    def get_queryset(self, request):
        live = Count("tagged", filter=Q(tagged__content_object__state="live"))
        return super().get_queryset(request).annotate(live=live)

    @admin.display(description="已发布文章", ordering="live")
    def published(self, tag):
        return tag.live
