"""Django's admin with the firm's name and, on its first page, what waits for the user."""

from django.contrib.admin import AdminSite
from django.views.i18n import JavaScriptCatalog

from articles import desk
from firm import audit
from firm.models import Firm


class HefeiAdminSite(AdminSite):
    site_title = "管理后台"
    index_title = "今天的工作"
    enable_nav_sidebar = False
    site_url = "/"

    def each_context(self, request):
        return super().each_context(request) | {"site_header": f"{Firm.load().short_name} · 管理后台"}

    def password_change(self, request, extra_context=None):
        """One's own password; that it was changed is on record."""
        response = super().password_change(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            audit.record("修改", by=request.user, target=request.user, reason="密码")
        return response

    def i18n_javascript(self, request, extra_context=None):
        """The catalogue for scripts, with the editor's words in Chinese (hefei_site/locale)."""
        packages = ["django.contrib.admin", "hefei_site"]
        return JavaScriptCatalog.as_view(packages=packages)(request)

    def index(self, request, extra_context=None):
        return super().index(request, (extra_context or {}) | {"desk": desk.of(request.user)})
