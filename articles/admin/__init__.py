"""The newsroom in Django's admin."""

from articles.admin import catalogue, lint_rules, newsroom

__all__ = ["catalogue", "lint_rules", "newsroom"]
