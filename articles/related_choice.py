"""The editors' choice of related articles in the form: proposals with their reasons, pinned ones, banned ones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from articles.models import Article
from articles.related.choosing import Suggestion

MOST_PINNED, MOST_BANNED = 8, 50
NUMBER = re.compile(r"[1-9]\d{0,17}")
APART = re.compile(r"[\s,，、;；]+")
TEMPLATE = "admin/articles/article/_related_choice.html"
SEARCHED = 20_000  # of the newest articles, whose titles are searched: a number finds any
FOUND = 10


@dataclass(frozen=True, slots=True)
class Row:
    """An article that may be pinned or banned, and what has been chosen."""

    article: Article
    reason: str = ""
    is_pinned: bool = False
    is_banned: bool = False


class RelatedWidget(forms.Widget):
    """Check-boxes for each article, so that it works without JavaScript; which ones are proposed is set by the desk."""

    use_fieldset = True
    input_names = ("related_shown", "pinned", "banned", "pinned_more")
    proposals: Sequence[Suggestion] = ()

    def render(self, name, value, attrs=None, renderer=None):
        value = value or {"pinned": [], "banned": [], "more": ""}
        context = {"rows": rows(value, self.proposals), "more": value["more"], "most": MOST_PINNED}
        return render_to_string(TEMPLATE, context)

    def value_from_datadict(self, data, files, name):
        """What was chosen, None where a form did not ask; numbers are still as they were typed."""
        if "related_shown" not in data:
            return None
        listed = getattr(data, "getlist", lambda key: data.get(key, []))
        return {
            "pinned": listed("pinned"),
            "banned": listed("banned"),
            "more": data.get("pinned_more", ""),
        }

    def inputs_for(self, value: dict) -> dict[str, list[str]]:
        """The inputs that would post this choice."""
        listed = {name: list(map(str, value[name])) for name in ("pinned", "banned")}
        return listed | {"related_shown": ["1"], "pinned_more": [value["more"]]}

    def value_omitted_from_data(self, data, files, name):
        return "related_shown" not in data


class RelatedField(forms.Field):
    """Cleans to {"pinned_ids": […], "banned_ids": […]}, or None where the form did not ask."""

    widget = RelatedWidget

    def clean(self, value):
        if value is None:
            return None
        pinned = _ids([*value["pinned"], *filter(None, APART.split(value["more"].strip()))])
        banned = _ids(value["banned"])
        if len(pinned) > MOST_PINNED:
            raise ValidationError(f"最多置顶 {MOST_PINNED} 篇，现在有 {len(pinned)} 篇。")
        if len(banned) > MOST_BANNED:
            raise ValidationError(f"“不要”的最多 {MOST_BANNED} 篇，现在有 {len(banned)} 篇。")
        if both := [pk for pk in pinned if pk in banned]:
            raise ValidationError(f"文章 {both[0]} 既选了“置顶”又选了“不要”，请只选一项。")
        return {"pinned_ids": pinned, "banned_ids": banned}

    def has_changed(self, initial, data):
        return data is not None and data != initial

    def in_words(self, value: dict) -> str:
        """The choice as it is told beside another one: the titles of what is pinned, and of what is banned."""
        lists = {
            "置顶": [*value["pinned"], *filter(None, APART.split(value["more"].strip()))],
            "不要": value["banned"],
        }
        ids = [int(pk) for chosen in lists.values() for pk in chosen if NUMBER.fullmatch(str(pk))]
        titles = (
            {str(row.pk): f"《{row}》" for row in Article.objects.only("title").in_bulk(ids).values()}
            if ids
            else {}
        )
        said = {
            name: "、".join(titles.get(str(pk), str(pk)) for pk in chosen) for name, chosen in lists.items()
        }
        return "；".join(f"{name}：{words}" for name, words in said.items() if words)


def refuse_unknown(choice: dict, *, article: int | None, before: Sequence[int]) -> None:
    """Raise ValidationError, in Chinese, for what is not public and was not chosen before: of drafts nothing is told."""
    if article in choice["pinned_ids"]:
        raise ValidationError("不能把文章自己列为相关文章。")
    new = {*choice["pinned_ids"], *choice["banned_ids"]} - set(before)
    known = set(Article.objects.published().filter(pk__in=new).values_list("pk", flat=True))
    if unknown := sorted(new - known):
        raise ValidationError(f"没有找到编号为 {unknown[0]} 的已发布文章。")


def rows(value: dict, proposals: Sequence[Suggestion]) -> list[Row]:
    """The pinned ones in their order, then what is proposed, then the banned ones."""
    pinned, banned = (
        [int(pk) for pk in value[name] if NUMBER.fullmatch(str(pk))] for name in ("pinned", "banned")
    )
    reasons = {suggestion.other.pk: suggestion.reason for suggestion in proposals}
    articles = Article.objects.only("title", "state", "published_at", "expires_at").in_bulk(
        {*pinned, *banned}
    )
    articles |= {suggestion.other.pk: suggestion.other for suggestion in proposals}
    order = dict.fromkeys([*pinned, *(pk for pk in reasons if pk not in banned), *banned])
    return [
        Row(articles[pk], reasons.get(pk, ""), pk in pinned, pk in banned) for pk in order if pk in articles
    ]


def search(words: str) -> list[Article]:
    """The published articles with a number, or with all of some words in the title, the newest first."""
    published = Article.objects.published().only("title", "state", "published_at", "expires_at")
    if NUMBER.fullmatch(words.strip()):
        return list(published.filter(pk=int(words)))
    newest = Article.objects.published().newest_first().values("pk")[:SEARCHED]
    found = published.filter(pk__in=newest)
    for word in (wanted := words.split()[:5]):
        found = found.filter(title__icontains=word)
    return list(found.newest_first()[:FOUND]) if wanted else []


def _ids(typed: Sequence) -> list[int]:
    wrong = [text for text in typed if not NUMBER.fullmatch(str(text))]
    if wrong:
        raise ValidationError(
            f"“{str(wrong[0])[:20]}”不是文章编号。编号是网址里的数字，如 /hf/837828.html 的 837828。"
        )
    return list(dict.fromkeys(int(text) for text in typed))
