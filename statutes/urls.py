"""The addresses of the law."""

from django.urls import path, re_path

from firm.feeds import FORM
from statutes import feeds, search_views, views

# A page of its own right under laws/ stands before these: any word there is taken for a statute's.
SLUG = r"^laws/(?P<slug>[-\w]+)/"
KEY = r"(?P<key>[sa]?\d{1,5}(?:-\d{1,2})?)/"  # no word is a key: changes/ and citing/ are free

urlpatterns = [
    path("laws/", views.statutes, name="statutes"),
    path(
        "laws/search/", search_views.search_page, name="statute_search"
    ),  # slug_of() gives this name to none
    re_path(rf"^laws/{FORM}\.xml$", feeds.changes, name="law_feed"),
    re_path(rf"{SLUG}$", views.statute, name="statute"),
    re_path(rf"{SLUG}changes/$", views.changes, name="statute_changes"),
    re_path(rf"{SLUG}citing/$", views.citing, name="statute_citing"),
    re_path(rf"{SLUG}{KEY}$", views.provision, name="provision"),
    re_path(rf"{SLUG}{KEY}citing/$", views.citing, name="provision_citing"),
]
