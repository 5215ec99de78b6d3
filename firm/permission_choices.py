"""The permissions that an account or a role may be given, in Chinese."""

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Permission

APPS = ["firm", "statutes", "articles"]  # what the packages bring is for no person to hand out
VERBS = {"add": "新增", "change": "修改", "delete": "删除", "view": "查看"}


def in_words(permission: Permission) -> str:
    """As staff read it: 文章：修改, 文章：可以审核并发布文章. Django's own names are English."""
    model = permission.content_type.model_class()
    if model is None:  # of a table that is gone
        return permission.codename
    own = dict(model._meta.permissions).get(permission.codename)
    words = own or VERBS.get(permission.codename.split("_")[0], permission.codename)
    return f"{model._meta.verbose_name}：{words}"


class PermissionField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj):
        return in_words(obj)


class PermissionChoices(admin.ModelAdmin):
    """An admin whose form hands out permissions: user_permissions of an account, permissions of a role."""

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.related_model is Permission:
            choices = Permission.objects.filter(content_type__app_label__in=APPS)
            kwargs |= {"queryset": choices.select_related("content_type"), "form_class": PermissionField}
        return super().formfield_for_manytomany(db_field, request, **kwargs)
