"""The addresses of the law."""

from django.urls import path, re_path

from statutes import search_views, views

urlpatterns = [
    path("laws/", views.statutes, name="statutes"),
    path(
        "laws/search/", search_views.search_page, name="statute_search"
    ),  # slug_of() gives this name to no statute
    re_path(r"^laws/(?P<slug>[-\w]+)/$", views.statute, name="statute"),
    re_path(
        r"^laws/(?P<slug>[-\w]+)/(?P<key>[sa]?\d{1,5}(?:-\d{1,2})?)/$", views.provision, name="provision"
    ),
]
