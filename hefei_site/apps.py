"""The site as an app, for its commands; Django's admin under the site's own name."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class HefeiSiteConfig(AppConfig):
    name = "hefei_site"
    verbose_name = "网站"


class HefeiAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "hefei_site.admin_site.HefeiAdminSite"
