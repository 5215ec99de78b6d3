"""The page on which people say whether mails are sent to them."""

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from firm import audit
from firm.models import User

ON, OFF = "on", "off"
WORDS = {ON: "以后有事会发邮件告诉您。", OFF: "以后不再发邮件，请留意后台首页。"}


@never_cache
def notices(request: HttpRequest) -> HttpResponse:
    """Whether the user gets mails, and the button that changes it."""
    asked = request.POST.get("notices")
    if request.method == "POST" and asked in WORDS:
        _switch(request.user, asked == ON)
        messages.success(request, WORDS[asked])
        return redirect("admin:mail_notices")
    return render(
        request, "admin/firm/mail_notices.html", admin.site.each_context(request) | {"title": "邮件通知"}
    )


@transaction.atomic
def _switch(user: User, is_on: bool) -> None:
    """Set it, on record if it was otherwise."""
    if User.objects.filter(pk=user.pk).exclude(mail_notices=is_on).update(mail_notices=is_on):
        audit.record("修改", by=user, target=user, reason=f"邮件通知：{'开' if is_on else '关'}")
