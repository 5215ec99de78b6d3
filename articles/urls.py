"""The addresses of the writing."""

from django.urls import path, re_path

from articles import views
from articles.reviewing import invitation_views
from articles.seo import engines, feeds
from firm.feeds import FORM

urlpatterns = [
    path("hf/<int:pk>.html", views.article, name="article"),
    path("hf/<int:pk>.png", views.qr_code, name="article_qr"),
    path("preview/<str:token>/", invitation_views.invited, name="preview"),
    path("columns/<slug:slug>/", views.column, name="column"),
    path("tags/<int:pk>-<str:slug>/", views.tag, name="tag"),
    path("<slug:key>.txt", engines.key_file, name="indexnow_key"),
    re_path(rf"^{FORM}\.xml$", feeds.site, name="feed"),
    re_path(rf"^columns/(?P<slug>[-\w]+)/{FORM}\.xml$", feeds.column, name="column_feed"),
    re_path(rf"^tags/(?P<pk>\d{{1,18}})-(?P<slug>[^/]+)/{FORM}\.xml$", feeds.tag, name="tag_feed"),
    path("lawyers/", views.lawyers, name="lawyers"),
    path("lawyers/<int:pk>/", views.lawyer, name="lawyer"),
]
