"""Template words of the desk."""

from django import template

from articles.desk import waiting

register = template.Library()
register.filter("age", waiting.age)
register.filter("is_late", waiting.is_late)
