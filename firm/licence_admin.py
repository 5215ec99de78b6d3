"""What administrators see of the lawyers' 执业证: which has expired, which ends soon."""

from datetime import timedelta

from django.contrib import admin
from django.utils import timezone

from firm.models import Lawyer

SOON = timedelta(days=60)


class LicenceFilter(admin.SimpleListFilter):
    """By whether somebody may be called 律师 today, and how long yet."""

    title = "执业证"
    parameter_name = "licence"

    def lookups(self, request, model_admin):
        return [("ending", f"{SOON.days} 天内到期"), ("lapsed", "已经到期"), ("trainee", "实习人员")]

    def queryset(self, request, queryset):
        chosen = {
            "ending": lambda: queryset.ending(SOON),
            "lapsed": queryset.lapsed,
            "trainee": lambda: queryset.filter(is_trainee=True),
        }.get(self.value())
        return chosen() if chosen else queryset


class LicenceAdmin(admin.ModelAdmin):
    """The part of LawyerAdmin that looks after 执业证."""

    class Media:
        css = {"all": ["css/access.css"]}

    change_list_template = "admin/firm/lawyer/change_list.html"

    @admin.display(description="执业证有效期", ordering="licence_expires_on")
    def licence_state(self, lawyer: Lawyer) -> str:
        """In words: how long yet, or that it is over."""
        if lawyer.is_trainee:
            return "实习，没有执业证"
        if lawyer.licence_expires_on is None:
            return "没有填写"
        left = (lawyer.licence_expires_on - timezone.localdate()).days
        day = f"{lawyer.licence_expires_on:%Y-%m-%d}"
        if left < 0:
            return f"{day} 已到期"
        return f"{day}（还有 {left} 天）" if left <= SOON.days else day

    def changelist_view(self, request, extra_context=None):
        about = {
            "ending": Lawyer.objects.ending(SOON).order_by("licence_expires_on"),
            "lapsed": Lawyer.objects.lapsed(),
        }
        return super().changelist_view(request, (extra_context or {}) | about)
