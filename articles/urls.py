"""The addresses of the writing."""

from django.urls import path

from articles import views
from articles.reviewing import invitation_views

urlpatterns = [
    path("hf/<int:pk>.html", views.article, name="article"),
    path("hf/<int:pk>.png", views.qr_code, name="article_qr"),
    path("preview/<str:token>/", invitation_views.invited, name="preview"),
    path("columns/<slug:slug>/", views.column, name="column"),
    path("tags/<int:pk>-<str:slug>/", views.tag, name="tag"),
    path("lawyers/", views.lawyers, name="lawyers"),
    path("lawyers/<int:pk>/", views.lawyer, name="lawyer"),
]
