"""Tags 标签, tied to articles by real foreign keys."""

from django.db import models
from django.db.models.functions import Length
from django.urls import reverse
from taggit.models import ItemBase, TagBase

from articles.models.article import Article


class TagQuerySet(models.QuerySet):
    def like(self, words: str, limit: int) -> list[str]:
        """The names that begin with some words, short ones first, then those that contain them."""
        begin = list(self.filter(name__istartswith=words).order_by(Length("name"), "name")[:limit])
        within = self.filter(name__icontains=words).exclude(pk__in=[tag.pk for tag in begin])
        more = within.order_by(Length("name"), "name")[: limit - len(begin)] if len(begin) < limit else []
        return [tag.name for tag in (*begin, *more)]


class Tag(TagBase):
    """A tag. Its address is id and slug, for a slug alone would be cryptic for C++ or 网贷法律!."""

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = "标签"
        verbose_name_plural = "标签"
        ordering = ["name"]

    def slugify(self, tag, i=None):
        """Never empty: ？ and ++ have no letter to make one of."""
        return super().slugify(tag, i) or f"tag{'' if i is None else f'_{i}'}"

    def get_absolute_url(self):
        return reverse("tag", args=[self.pk, self.slug])


class TaggedArticle(ItemBase):
    """That an article bears a tag."""

    content_object = models.ForeignKey(Article, models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged")

    class Meta:
        verbose_name = "文章标签"
        verbose_name_plural = "文章标签"
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="one_tag_once")]
