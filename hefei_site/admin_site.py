"""Django's admin with the firm's name, a second factor at its door and, on its first page, what waits for the user."""

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.i18n import JavaScriptCatalog

from articles import desk
from firm import audit, factor_pages, login, mail_pages, second_factor, session_pages, sessions
from firm.models import Firm
from hefei_site.watching import standing_page


class HefeiAdminSite(AdminSite):
    site_title = "管理后台"
    index_title = "今天的工作"
    enable_nav_sidebar = False
    site_url = "/"

    # The door ------------------------------------------------------------------------------------------

    def has_permission(self, request):
        """The one place that lets somebody in: every address of the admin but the login asks here (admin_view)."""
        return (
            super().has_permission(request)
            and second_factor.is_settled(request)
            and sessions.is_alive(request)
        )

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """The first step, name and password; firm/login.py knows the second."""
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        context = self.each_context(request) | {
            "title": "登录",
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
        }
        step = login.PasswordStep.as_view(
            extra_context=context | (extra_context or {}),
            authentication_form=AdminAuthenticationForm,
            template_name="admin/login.html",
        )
        return step(request)

    def password_change(self, request, extra_context=None):
        """Django's, which keeps this session and ends the others; on record."""
        response = super().password_change(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            audit.record("修改", by=request.user, target=request.user, reason="密码")
        return response

    def on_site(self, request, content_type_id, object_id):
        """To the public page of a row that the user may see here; Django's own leads anybody to the page of any row."""
        model = get_object_or_404(ContentType, pk=content_type_id).model_class()
        known = self._registry.get(model)
        row = known.get_object(request, object_id) if known else None
        if row is None or not known.has_view_permission(request, row) or not hasattr(row, "get_absolute_url"):
            raise Http404("没有这一项，或您无权查看")
        return HttpResponseRedirect(row.get_absolute_url())

    def get_urls(self):
        return [
            path("login/code/", login.code, name="login_code"),
            path("login/set-up/", factor_pages.at_login, name="login_set_up"),
            path("mail-notices/", self.admin_view(mail_pages.notices), name="mail_notices"),
            path("standing/", self.admin_view(standing_page.page), name="standing"),
            path("sessions/", self.admin_view(session_pages.own), name="sessions"),
            path("second-factor/", self.admin_view(factor_pages.own), name="second_factor"),
            path("second-factor/new/", self.admin_view(factor_pages.renew), name="second_factor_new"),
            path(
                "r/<int:content_type_id>/<str:object_id>/", self.admin_view(self.on_site), name="view_on_site"
            ),
            *super().get_urls(),
        ]

    # What it shows -------------------------------------------------------------------------------------

    def each_context(self, request):
        return super().each_context(request) | {"site_header": f"{Firm.load().short_name} · 管理后台"}

    def i18n_javascript(self, request, extra_context=None):
        """The catalogue for scripts, with the editor's words in Chinese (hefei_site/locale)."""
        packages = ["django.contrib.admin", "hefei_site"]
        return JavaScriptCatalog.as_view(packages=packages)(request)

    def index(self, request, extra_context=None):
        context = {
            "desk": desk.of(request.user),
            "may_see_standing": standing_page.may_be_seen_by(request.user),
        }
        return super().index(request, (extra_context or {}) | context)
