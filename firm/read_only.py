"""Rows that the site writes and nobody changes by hand."""

from django.contrib import admin


class ReadOnlyAdmin(admin.ModelAdmin):
    """They can be looked at in the admin, and that is all."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
