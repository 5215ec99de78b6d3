"""The page on which people see where they are logged in, and end what they do not know."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from firm import login, open_sessions


@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """One's own sessions; to end some asks for the password, so that who found an open browser cannot send away its owner."""
    found = open_sessions.of(request.user, request.session.session_key)
    others = {one.handle for one in found if not one.is_this}
    chosen, problem = set(request.POST.getlist("end")), ""
    if request.method == "POST":
        if not chosen:
            problem = "没有勾选要结束的登录。"
        elif login.knows_password(request):
            return _end(request, chosen & others)
        else:
            problem = "密码不对，没有改动。"
    context = admin.site.each_context(request) | {
        "title": "登录的设备",
        "problem": problem,
        "sessions": found,
        "others": len(others),
        "chosen": chosen,
    }
    return render(request, "admin/firm/access/sessions.html", context)


def _end(request: HttpRequest, chosen: set[str]) -> HttpResponse:
    ended = open_sessions.end(request.user, chosen)
    if ended:
        messages.success(
            request, f"已结束：{'；'.join(one.device for one in ended)}。那里要重新登录才能继续。"
        )
    else:
        messages.info(request, "那里已经退出了，没有要结束的。")
    return redirect("admin:sessions")
