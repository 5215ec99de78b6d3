"""The newsroom in Django's admin."""

from articles.admin import archive_desk, catalogue, library, lint_rules, newsroom, pushes

__all__ = ["archive_desk", "catalogue", "library", "lint_rules", "newsroom", "pushes"]
