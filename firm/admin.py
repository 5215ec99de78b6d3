"""The firm's people and record in the admin."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpResponseRedirect
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from firm import audit, lockout, sessions
from firm.backup_admin import BackupAdmin
from firm.changes import described
from firm.factor_admin import FactorAdmin
from firm.images import PictureForm
from firm.licence_admin import LicenceAdmin, LicenceFilter
from firm.mail_admin import MailAdmin
from firm.models import Firm, Lawyer, Mail, User
from firm.permission_choices import PermissionChoices
from firm.record_admin import AuditRecordAdmin

__all__ = [
    "AuditRecordAdmin",
    "BackupAdmin",
    "FirmAdmin",
    "LawyerAdmin",
    "RecordedAdmin",
    "RoleAdmin",
    "UserAdmin",
]

# What an account may do: a change of these ends its sessions.
RIGHTS = {"username", "is_active", "is_staff", "is_superuser", "groups", "user_permissions"}

# These pages would show secrets, in English; firm/factor_pages.py and factor_admin.py are what people need instead.
admin.site.unregister([TOTPDevice, StaticDevice])


class RecordedAdmin(admin.ModelAdmin):
    """Each change made in the admin goes on record: which fields, from what, to what."""

    def save_model(self, request, obj, form, change):
        fields = described(form, new=not change)  # while the relations are still as they were
        super().save_model(request, obj, form, change)
        if form.has_changed():
            audit.record("修改" if change else "新建", by=request.user, target=obj, reason=fields)

    def save_formset(self, request, form, formset, change):
        changes = {id(row.instance): described(row, new=not row.initial) for row in formset.forms}
        super().save_formset(request, form, formset, change)
        for row in formset.new_objects:
            audit.record("新建", by=request.user, target=row, reason=changes.get(id(row), ""))
        for row, _fields in formset.changed_objects:
            audit.record("修改", by=request.user, target=row, reason=changes.get(id(row), ""))
        for row in formset.deleted_objects:
            audit.record("删除", by=request.user, target=row)

    def delete_model(self, request, obj):
        audit.record("删除", by=request.user, target=obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)


@admin.register(User)
class UserAdmin(FactorAdmin, PermissionChoices, RecordedAdmin, DjangoUserAdmin):
    list_display = ["username", "name", "roles", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    search_fields = ["username", "name", "email"]
    fieldsets = [
        (None, {"fields": ["username", "password", "second_factor_state", "name", "email", "mail_notices"]}),
        ("角色", {"fields": ["is_active", "is_staff", "groups"]}),
        (
            "更多",
            {
                "classes": ["collapse"],
                "fields": ["is_superuser", "user_permissions", "last_login", "date_joined"],
            },
        ),
    ]
    add_fieldsets = [(None, {"fields": ["username", "name", "usable_password", "password1", "password2"]})]
    readonly_fields = ["last_login", "date_joined", "second_factor_state"]

    @admin.display(description="角色")
    def roles(self, user):
        return "、".join(group.name for group in user.groups.all()) or "—"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request, obj=None):
        """Only a superuser may hand out what a role does not give: else 管理员 could make themselves more."""
        if request.user.is_superuser:
            return self.readonly_fields
        return [*self.readonly_fields, "is_superuser", "user_permissions"]

    def save_related(self, request, form, formsets, change):
        """Whoever is given other rights logs in anew, so that no session goes on with the old ones."""
        super().save_related(request, form, formsets, change)
        if change and RIGHTS & set(form.changed_data):
            sessions.end(form.instance)

    def user_change_password(self, request, id, form_url=""):
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            user = self.get_object(request, id)
            audit.record("修改", by=request.user, target=user, reason="密码")
            lockout.forgive(user)
        return response

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Accounts are closed (在用 off), not deleted: the record names them."""
        return False


@admin.register(Lawyer)
class LawyerAdmin(LicenceAdmin, RecordedAdmin):
    form = PictureForm
    list_display = ["name", "title", "licence_number", "licence_state", "user", "is_on_staff", "order"]
    list_filter = [LicenceFilter, "is_on_staff"]
    search_fields = ["name", "licence_number"]
    autocomplete_fields = ["user"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user")


@admin.register(Firm)
class FirmAdmin(RecordedAdmin):
    fieldsets = [
        (None, {"fields": ["name", "short_name", "tagline", "about"]}),
        ("联系方式", {"fields": ["address", "phone", "email", "office_hours"]}),
        ("证照与备案", {"fields": ["licence_number", "icp_number", "police_number"]}),
        ("审核规则", {"fields": ["allow_self_approval"]}),
    ]

    def changelist_view(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("admin:firm_firm_change", args=[Firm.THE_ONE]))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(PermissionChoices, RecordedAdmin, GroupAdmin):
    """What a role may do is changed on record, too."""


admin.site.register(Mail, MailAdmin)
