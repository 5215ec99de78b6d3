"""The site as an app, for its commands; Django's admin under the site's own name."""

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin import apps as admin_apps


class HefeiSiteConfig(AppConfig):
    name = "hefei_site"
    verbose_name = "网站"

    def ready(self):
        if settings.SENTRY_DSN:
            from articles.rendering.release import rendering
            from hefei_site import sentry  # loads an extra that need not be there

            sentry.start(settings.SENTRY_DSN, settings.RELEASE or rendering())


class HefeiAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "hefei_site.admin_site.HefeiAdminSite"
