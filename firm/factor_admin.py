"""The second factor of others in the admin: whether somebody has one, and taking away that of a lost phone."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from firm import second_factor
from firm.models import User


class FactorAdmin(admin.ModelAdmin):
    """What UserAdmin answers about the second factor."""

    def get_urls(self):
        remove = self.admin_site.admin_view(self.remove_factor)
        return [path("<int:pk>/second-factor/", remove, name="firm_user_second_factor"), *super().get_urls()]

    @admin.display(description="二次验证")
    def second_factor_state(self, user: User) -> str:
        """For the account's form: the state, with a link to the page that removes it."""
        device = second_factor.totp_of(user)
        if device is None:
            return "没有，登录时会要求设置" if second_factor.is_required(user) else "没有（可以不用）"
        return format_html(
            '{} 启用，恢复码还剩 {} 个。<a href="{}">手机丢了？停用二次验证……</a>',
            f"{timezone.localdate(device.created_at):%Y-%m-%d}",
            second_factor.recovery_codes_left(user),
            reverse("admin:firm_user_second_factor", args=[user.pk]),
        )

    def remove_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the reason, then remove; one's own is looked after on one's own page, which asks for the password."""
        user = self.get_object(request, str(pk))
        if user is None:
            raise Http404("没有这个账号")
        if not self.has_change_permission(request, user):
            raise PermissionDenied("您不能停用这个账号的二次验证。")
        if user == request.user:
            return redirect("admin:second_factor")
        if second_factor.totp_of(user) is None:
            messages.warning(request, f"{user}没有启用二次验证。")
            return redirect("admin:firm_user_change", pk)
        reason = request.POST.get("reason", "").replace("\0", "").strip()
        if request.method == "POST" and reason:
            second_factor.remove(user, by=request.user, reason=reason)
            messages.success(request, f"已停用{user}的二次验证，其所有登录都已失效。")
            return redirect("admin:firm_user_change", pk)
        context = self.admin_site.each_context(request) | {
            "title": f"停用{user}的二次验证",
            "account": user,
            "opts": self.opts,
            "is_required": second_factor.is_required(user),
            "problem": "请写明理由。" if request.method == "POST" else "",
        }
        return render(request, "admin/firm/access/remove.html", context)
