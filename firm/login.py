"""Logging in to the admin: name and password, then, for who has or needs a second factor, a code.

Between the two steps nobody is logged in: the session only remembers whose password was right.
"""

import time

from axes.handlers.proxy import AxesProxyHandler
from django.contrib import admin, messages
from django.contrib.auth import authenticate, login, user_login_failed
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django_otp import login as mark_verified
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice

from firm import audit, lockout, second_factor
from firm.models import User

HALF_WAY = "login_half_way"
TEN_MINUTES = 10 * 60  # in which the second step must follow
BACKEND = "django.contrib.auth.backends.ModelBackend"
WRONG = "验证码不对，或已经用过。请输入手机上新出现的验证码，或换一个没有用过的恢复码。"


class PasswordStep(LoginView):
    """The page for name and password."""

    next_page = reverse_lazy("admin:index")

    def form_valid(self, form):
        user = form.get_user()
        if not second_factor.is_asked_for(user):
            return super().form_valid(form)
        self.request.session[HALF_WAY] = {
            "user": user.pk,
            "hash": user.get_session_auth_hash(),  # a password or role that changes meanwhile ends this, too
            "next": self.get_success_url(),
            "at": time.time(),
        }
        return redirect("admin:login_code" if second_factor.totp_of(user) else "admin:login_set_up")


def half_way(request: HttpRequest) -> User | None:
    """Whose password was right in this session a short while ago, and who is not logged in yet."""
    known = request.session.get(HALF_WAY)
    if known is None or time.time() - known["at"] > TEN_MINUTES:
        return None
    user = User.objects.filter(pk=known["user"], is_active=True, is_staff=True).first()
    return user if user is not None and user.get_session_auth_hash() == known["hash"] else None


def back_to_password(request: HttpRequest) -> HttpResponse:
    """To the first step, with the reason."""
    request.session.pop(HALF_WAY, None)
    messages.warning(request, "请先输入用户名和密码。登录没有在十分钟内完成的，要从头来过。")
    return redirect("admin:login")


@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """The page for the code. A wrong one is a failed login: on record, and counted for name and address."""
    user = half_way(request)
    if user is None or second_factor.totp_of(user) is None:
        return back_to_password(request)
    problem = ""
    if request.method == "POST":
        credentials = {"username": user.get_username()}
        if not AxesProxyHandler.is_allowed(request, credentials):
            return lockout.locked_out(request, None, credentials)
        try:
            device = second_factor.verify(user, request.POST.get("code", ""))
        except second_factor.TooSoon as error:
            problem = str(error)
        else:
            if device is not None:
                return _welcome(request, user, device)
            problem = WRONG
            user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    context = admin.site.each_context(request) | {"title": "二次验证", "problem": problem, "account": user}
    return render(request, "admin/firm/access/code.html", context)


def knows_password(request: HttpRequest) -> bool:
    """Whether who is logged in has just given the password once more; a wrong one counts as a failed login."""
    name, password = request.user.get_username(), request.POST.get("password", "")
    return authenticate(request, username=name, password=password) == request.user


def complete(request: HttpRequest, user: User, device: Device) -> str:
    """Log in whoever has come through both steps; returns the address that they asked for."""
    target = request.session.pop(HALF_WAY)["next"]
    login(request, user, BACKEND)
    mark_verified(request, device)
    return target


def _welcome(request: HttpRequest, user: User, device: Device) -> HttpResponse:
    target = complete(request, user, device)
    if isinstance(device, StaticDevice):
        left = second_factor.recovery_codes_left(user)
        audit.record("用恢复码登录", by=user, target=user, reason=f"还剩 {left} 个")
        messages.warning(
            request, f"您用掉了一个恢复码，还剩 {left} 个。手机丢了或换了的，请到右上角“二次验证”里重新设置。"
        )
    return HttpResponseRedirect(target)
