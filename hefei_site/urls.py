"""The map of the site."""

from django.contrib import admin
from django.urls import include, path

from hefei_site import finding, search_views, security_txt, views
from hefei_site.watching import views as watching

urlpatterns = [
    path("", views.home, name="home"),
    path("robots.txt", finding.robots, name="robots"),  # before any <key>.txt
    path("", include("articles.urls")),  # what is asked for most stands in front
    path("", include("statutes.urls")),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("sitemap.xml", finding.index, name="sitemap_index"),
    path("sitemaps/pages.xml", finding.pages, name="sitemap_pages"),
    path("sitemaps/<slug:section>-<int:number>.xml", finding.sitemap, name="sitemap"),
    path("search/", search_views.search_page, name="search"),
    path("search/suggest/", search_views.suggestions, name="search_suggestions"),
    path(".well-known/security.txt", security_txt.page, name="security_txt"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", watching.readyz, name="readyz"),
    path("metrics", watching.figures, name="metrics"),
    path("media/<path:path>", views.media, name="media"),
    path("admin/", admin.site.urls),
]
handler400 = "hefei_site.views.bad_request"
handler403 = "hefei_site.views.forbidden"
handler404 = "hefei_site.views.not_found"
handler500 = "hefei_site.views.server_error"
