"""What the tests of the roof borrow from those of the writing."""

from tests.articles.conftest import amend, hidden

__all__ = ["amend", "hidden"]
