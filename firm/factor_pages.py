"""The pages on which people set up and look after their own second factor."""

import time

import segno
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django_otp import login as mark_verified

from firm import login, second_factor, sessions
from firm.models import User

NEW_KEY = "new_factor_key"
TEN_MINUTES = 10 * 60
WRONG = "验证码不对。请看手机上“{issuer}”那一行现在的 6 位数字；总不对的，请检查手机时间是否准确。"


@never_cache
def at_login(request: HttpRequest) -> HttpResponse:
    """Setting one up, for who must have one and has none: the way into the admin leads through here."""
    user = login.half_way(request)
    if user is None or second_factor.totp_of(user) is not None:
        return login.back_to_password(request)
    if not _fresh_key(request, user):
        _keep_key(request, user)

    def finish(device):
        return login.complete(request, user, device)

    return _set_up(request, user, finish)


@never_cache
def renew(request: HttpRequest) -> HttpResponse:
    """Setting up a new one in a running session, after the password was given again (own)."""
    user = request.user
    if not _fresh_key(request, user):
        return redirect("admin:second_factor")

    def finish(device):
        sessions.keep(request)
        mark_verified(request, device)
        return ""

    return _set_up(request, user, finish)


@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """The state of one's own second factor; what is changed asks for the password again."""
    problem = ""
    if request.method == "POST" and (act := ACTS.get(request.POST.get("act", ""))):
        if login.knows_password(request):
            return act(request)
        problem = "密码不对，没有改动。"
    device = second_factor.totp_of(request.user)
    context = admin.site.each_context(request) | {
        "title": "二次验证",
        "problem": problem,
        "device": device,
        "is_required": second_factor.is_required(request.user),
        "codes_left": second_factor.recovery_codes_left(request.user),
    }
    return render(request, "admin/firm/access/own.html", context)


def _begin(request: HttpRequest) -> HttpResponse:
    _keep_key(request, request.user)
    return redirect("admin:second_factor_new")


def _renew_codes(request: HttpRequest) -> HttpResponse:
    if second_factor.totp_of(request.user) is None:
        return redirect("admin:second_factor")
    codes = second_factor.renew_recovery_codes(request.user)
    sessions.keep(request)
    return _show_codes(request, codes, "")


def _switch_off(request: HttpRequest) -> HttpResponse:
    if second_factor.is_required(request.user):
        messages.error(request, "您的角色必须使用二次验证，不能停用；可以换一部手机重新设置。")
    elif second_factor.totp_of(request.user) is not None:
        second_factor.remove(request.user, by=request.user)
        sessions.keep(request)
        messages.success(request, "已停用二次验证。以后登录只需要密码。")
    return redirect("admin:second_factor")


ACTS = {"new": _begin, "codes": _renew_codes, "off": _switch_off}


def _set_up(request: HttpRequest, user: User, finish) -> HttpResponse:
    """The page with the QR code; a right code installs the factor, calls finish(device) and shows the recovery codes."""
    key = request.session[NEW_KEY]["key"]
    problem = ""
    if request.method == "POST":
        installed = second_factor.install(user, key, code=request.POST.get("code", ""))
        if installed is not None:
            device, codes = installed
            del request.session[NEW_KEY]
            return _show_codes(request, codes, finish(device))
        problem = WRONG.format(issuer=second_factor.issuer())
    context = admin.site.each_context(request) | {
        "title": "设置二次验证",
        "problem": problem,
        "account": user,
        "qr": _drawn(second_factor.link(user, key)),
        "secret": second_factor.spelt(key),
        "at_login": not request.user.is_authenticated,
    }
    return render(request, "admin/firm/access/set_up.html", context)


def _show_codes(request: HttpRequest, codes: list[str], target: str) -> HttpResponse:
    context = admin.site.each_context(request) | {"title": "恢复码", "codes": codes, "target": target}
    return render(request, "admin/firm/access/codes.html", context)


def _fresh_key(request: HttpRequest, user: User) -> bool:
    """Whether this session holds a new secret for this account, made a short while ago."""
    kept = request.session.get(NEW_KEY)
    return kept is not None and kept["user"] == user.pk and time.time() - kept["at"] <= TEN_MINUTES


def _keep_key(request: HttpRequest, user: User) -> None:
    """A new secret, kept in the session until it is confirmed: whoever began in another session knows another one."""
    request.session[NEW_KEY] = {"user": user.pk, "key": second_factor.new_key(), "at": time.time()}


def _drawn(link: str) -> str:
    """A QR code as inline SVG, dark on light in either colour scheme, since not every reader takes the reverse."""
    drawn = segno.make(link, error="m").svg_inline(
        scale=4, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308  (made of digits by segno)
