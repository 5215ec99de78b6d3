"""The newsroom in Django's admin."""

from articles.admin import catalogue, library, lint_rules, newsroom, pushes

__all__ = ["catalogue", "library", "lint_rules", "newsroom", "pushes"]
