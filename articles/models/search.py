"""The index of the published articles: what each says, in terms, and what is yet to be worked out."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone

from articles.models.article import Article


class SearchDocument(models.Model):
    """A live article in terms (articles.searching.tokens).

    title has the title's terms, text those of title (weight A) and body, and what results are filtered by
    (articles.searching.vectors). keywords are the numbers of the terms that say most, the weightiest first; weights are
    parts of 10,000, the squares of all terms' weights together being 10,000 squared.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="search_document", verbose_name="文章"
    )
    length = models.IntegerField("词数")
    keywords = ArrayField(models.IntegerField(), verbose_name="关键词")
    weights = ArrayField(models.SmallIntegerField(), verbose_name="权重")
    title = SearchVectorField("标题的词")
    text = SearchVectorField("全文的词")

    class Meta:
        verbose_name = "检索条目"
        verbose_name_plural = "检索条目"
        indexes = [
            GinIndex(fields=["title"], fastupdate=False, name="search_title"),
            GinIndex(fields=["text"], fastupdate=False, name="search_text"),
        ]

    def __str__(self):
        return str(self.article_id)


class SearchTerm(models.Model):
    """In about how many articles a term stands; its number is tokens.number()."""

    id = models.IntegerField(primary_key=True)
    term = models.CharField("词", max_length=60)
    articles = models.PositiveIntegerField("篇数")

    class Meta:
        verbose_name = "检索用词"
        verbose_name_plural = "检索用词"

    def __str__(self):
        return self.term


class SearchStatistics(models.Model):
    """When the terms were last counted, in how many of how many articles: one row."""

    articles = models.PositiveIntegerField("文章数")
    sample = models.PositiveIntegerField("抽样篇数")
    counted_at = models.DateTimeField("统计时间", default=timezone.now)

    class Meta:
        verbose_name = "词频统计"
        verbose_name_plural = "词频统计"

    def __str__(self):
        return f"{self.sample}/{self.articles}"


class KeywordPosting(models.Model):
    """That a term is among the first keywords of an article, or two terms are (articles.searching.postings), with the
    weight there.

    The key is the only index: read backwards, it has a term's articles with the weightiest first. Rows are written and
    deleted with the article's document, which knows them.
    """

    pk = models.CompositePrimaryKey("term", "weight", "article")
    term = models.IntegerField("词")
    weight = models.SmallIntegerField("权重")
    article = models.ForeignKey(
        Article, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+", verbose_name="文章"
    )

    class Meta:
        verbose_name = "关键词"
        verbose_name_plural = "关键词"

    def __str__(self):
        return f"{self.term} {self.article_id}"


class SearchTask(models.Model):
    """That an article is to be indexed, or its related list worked out, from some moment on."""

    class Kind(models.TextChoices):
        INDEX = "index", "编入索引"
        RELATE = "relate", "排相关文章"
        ENTER = "enter", "到时进入相关文章"

    article = models.ForeignKey(
        Article, models.CASCADE, db_index=False, related_name="+", verbose_name="文章"
    )
    kind = models.CharField("事项", max_length=10, choices=Kind)
    due_at = models.DateTimeField("何时起", default=timezone.now)

    class Meta:
        verbose_name = "检索待办"
        verbose_name_plural = "检索待办"
        constraints = [models.UniqueConstraint(fields=["article", "kind"], name="one_search_task_of_a_kind")]
        indexes = [models.Index(fields=["kind", "article"], name="search_tasks")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.article_id}"
