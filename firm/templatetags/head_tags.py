"""Template words for the head of a page: what search engines and feed readers are told."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from firm import linked_data
from firm.feeds import FORMS
from firm.models import Firm, Lawyer

register = template.Library()
TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml"}


@register.simple_tag
def breadcrumbs(*parts: str) -> SafeString:
    """The way to the page: {% breadcrumbs name path name path … %}, the last path may be left out."""
    names, paths = parts[::2], [*parts[1::2], ""]
    return linked_data.json_ld(linked_data.breadcrumbs(*zip(map(str, names), paths, strict=False)))


@register.simple_tag
def firm_data(firm: Firm) -> SafeString:
    return linked_data.json_ld(linked_data.firm(firm))


@register.simple_tag
def website_data(firm: Firm) -> SafeString:
    return linked_data.json_ld(linked_data.website(firm.name))


@register.simple_tag
def lawyer_data(lawyer: Lawyer, firm: Firm) -> SafeString:
    return linked_data.json_ld(linked_data.lawyer(lawyer, firm.name))


@register.inclusion_tag("_feeds.html")
def feeds(name: str, title: str, *parts: str | int) -> dict:
    """Where a page's feeds are: the name of their address, what they are called, what the address is made of."""
    hrefs = {form: settings.SITE_URL + reverse(name, args=[*parts, form]) for form in FORMS}
    return {"title": title, "links": [(TYPES[form], href) for form, href in hrefs.items()]}
