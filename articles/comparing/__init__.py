"""The difference of two texts as a reader sees it; pure, and exact: both texts can be read from it."""

from articles.comparing.comparison import Comparison, bodies
from articles.comparing.rows import Fate, Row
from articles.comparing.words import Kind, Run, of_texts

__all__ = ["Comparison", "Fate", "Kind", "Row", "Run", "bodies", "of_texts"]
