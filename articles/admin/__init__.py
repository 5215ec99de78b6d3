"""The newsroom in Django's admin."""

from articles.admin import catalogue, newsroom

__all__ = ["catalogue", "newsroom"]
