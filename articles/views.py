"""The pages that visitors read: an article, a column, a tag, a lawyer."""

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import page
from articles.listing import counted, listing_of
from articles.models import Article, Column, Tag
from articles.rendering import reading, standing
from articles.rendering.messages import message
from articles.rendering.standing import NotHere, Standing
from firm import freshness
from firm.models import Lawyer


@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """An article's page; 301 where it was merged, 410 where it was withdrawn or has expired, 404 where it never was."""
    if kept := reading.response(request, pk):
        return kept
    here = standing.at(request, pk)
    if not here.is_shown:
        return _not_here(here, "article")
    found = get_object_or_404(Article.objects.published().for_page(), pk=pk)
    response = render(request, "articles/article_detail.html", page.of_live(found))
    response["Cache-Control"] = freshness.SHARED
    return response


@require_safe
def qr_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The QR code of an article as PNG: WeChat reads a code from a picture, not from inline SVG."""
    here = standing.at(request, pk)
    if not here.is_shown:
        return _not_here(here, "article_qr")
    link = settings.SITE_URL + reverse("article", args=[pk])
    response = HttpResponse(content_type="image/png")
    segno.make(link, error="m").save(response, kind="png", scale=8, border=4)
    return response


@require_safe
def column(request: HttpRequest, slug: str) -> HttpResponse:
    """A column's published articles."""
    found = get_object_or_404(Column, slug=slug)
    articles = listing_of(Article.objects.filter(column=found), request.GET)
    return render(request, "articles/column_detail.html", {"column": found, "page": articles})


@require_safe
def tag(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A tag's published articles; 404 where there are none, since what only drafts bear is not public."""
    found = get_object_or_404(Tag, pk=pk)
    bearing, many = counted(Article.objects.filter(tagged__tag=found))
    articles = listing_of(bearing, request.GET)
    if not articles.rows:
        raise Http404("这个标签下没有文章")
    if slug != found.slug:
        return redirect(found, permanent=True)
    context = {"tag": found, "page": articles, "counted": many}
    return render(request, "articles/tag_detail.html", context)


@require_safe
def lawyers(request: HttpRequest) -> HttpResponse:
    """The firm's lawyers, apart from them the trainees; nobody without a valid 执业证 stands among the lawyers."""
    here = Lawyer.objects.on_staff()
    context = {"lawyers": here.licensed(), "trainees": here.filter(is_trainee=True)}
    return render(request, "articles/lawyer_list.html", context)


@require_safe
def lawyer(request: HttpRequest, pk: int) -> HttpResponse:
    """A lawyer and what they wrote; former lawyers keep their page while articles bear their name."""
    found = get_object_or_404(Lawyer, pk=pk)
    articles = listing_of(Article.objects.signed_by(found), request.GET)
    if not found.is_on_staff and not articles.rows:
        raise Http404("没有这位律师")
    return render(request, "articles/lawyer_detail.html", {"lawyer": found, "page": articles})


def _not_here(here: Standing, address: str) -> HttpResponse:
    """What stands at the address of an article that is not public; one that was merged leads on while its target is."""
    if not here.is_known:
        raise NotHere("没有这篇文章", here)
    if here.leads_to:
        return redirect(address, here.leads_to, permanent=True)
    return message("410.html", 410, here.shell)
