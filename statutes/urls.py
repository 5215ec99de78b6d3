"""The addresses of the law."""

from django.urls import path, re_path

from statutes import views

urlpatterns = [
    path("laws/", views.statutes, name="statutes"),
    re_path(r"^laws/(?P<slug>[-\w]+)/$", views.statute, name="statute"),
    re_path(
        r"^laws/(?P<slug>[-\w]+)/(?P<key>[sa]?\d{1,5}(?:-\d{1,2})?)/$", views.provision, name="provision"
    ),
]
