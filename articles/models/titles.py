"""The pairs of characters of a title, by which the newsroom finds it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Pairs(models.Func):
    """All runs of two characters of a text, folded (NFKC, lower case), each once; the function is migration 0011's."""

    function = "articles_pairs"
    arity = 1
    output_field = ArrayField(models.TextField())
