"""The form in which a lawyer writes."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localtime

from articles import pictures, related_choice, revisions
from articles.drafting import overtaken
from articles.drafting.typed import Inputs, fill
from articles.law import citing
from articles.models import Article, Revision
from articles.models.content import CONTENT_FIELDS, AiUse, Content
from articles.tagging import MAX_LENGTH, names_from_string, string_from_tags
from firm.models import Lawyer
from statutes.language.normalise import clean_line

MAX_TAGS = 10
YEARS = range(2000, 2101)  # outside lies a slip; Python cannot read a year 0
IDS = {"coauthor_ids", "pinned_ids", "banned_ids"}  # chosen by fields of their own
CONTENT_NAMES = [field.name for field in Content._meta.local_fields if field.name not in IDS]


class Proposing:
    """A widget that tells the page's script where its proposals come from."""

    def __init__(self, address: str, attrs: dict):
        super().__init__(attrs)
        self.address = address

    def build_attrs(self, base_attrs, extra_attrs=None):
        return super().build_attrs(base_attrs, extra_attrs) | {"data-proposals": reverse(self.address)}


class ProposingTextInput(Proposing, forms.TextInput):
    pass


class ProposingTextarea(Proposing, forms.Textarea):
    pass


class ArticleForm(forms.ModelForm):
    """The newest revision of an article, in the order in which one writes; saving makes the next revision."""

    tag_names = forms.CharField(
        label="标签",
        required=False,
        max_length=400,
        help_text="用逗号、顿号或分号分开，如“网贷法律，催收”。",
        widget=ProposingTextInput(
            "admin:articles_article_tags", {"list": "known-tags", "autocomplete": "off"}
        ),
    )
    joint_authors = forms.ModelMultipleChoiceField(
        Lawyer.objects.on_staff(),
        label="合著律师",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="与作者一起署名的律师；没有就不勾选。",
    )
    related_choice = related_choice.RelatedField(label="相关文章", required=False)
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = CONTENT_NAMES
        widgets = {
            "title": forms.TextInput(attrs={"class": "vTextField article-title", "maxlength": 120}),
            "summary": ProposingTextarea("admin:articles_article_summary", {"rows": 3, "maxlength": 200}),
            "ai_use": forms.RadioSelect,
        }

    user = None  # who writes; the admin sets it on the class that it makes for a request
    unsaved: Inputs | None = None  # what an unbound form shows instead of what is saved; set in the same way
    saved_already: Revision | None = None  # the revision that says what was posted, where that came twice

    def __init__(self, *args, **kwargs):
        instance = kwargs.get("instance")
        self.newest = revisions.newest(instance) if instance and instance.pk else None
        if self.newest is not None:
            kwargs["initial"] = initial_of(self.newest) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self._limit_authors()
        self._name_dates()
        if "ai_use" in self.fields:
            self.fields[
                "ai_use"
            ].choices = AiUse.choices  # no empty choice: whoever has not chosen has no dot
        if self.unsaved is not None:
            fill(self, self.unsaved)

    def _name_dates(self):
        """The admin splits a date and its hour into two inputs under one label; each needs a name of its own."""
        for name in ("publish_at", "expires_at"):
            parts = getattr(self.fields[name].widget, "widgets", []) if name in self.fields else []
            for widget, part in zip(parts, ("日期", "时刻"), strict=False):
                widget.attrs["aria-label"] = f"{self.fields[name].label}：{part}"

    def _limit_authors(self):
        """A lawyer signs with their own name; administrators and assistants choose."""
        own = getattr(self.user, "lawyer", None)
        field = self.fields.get("author")
        if field is None:
            return
        keep = self.newest.author_id if self.newest else None
        field.queryset = Lawyer.objects.filter(is_on_staff=True) | Lawyer.objects.filter(pk=keep)
        together = self.newest.coauthor_ids if self.newest else []
        self.fields["joint_authors"].queryset = Lawyer.objects.on_staff() | Lawyer.objects.filter(
            pk__in=together
        )
        if own is not None:
            field.initial = own.pk
            if not self.user.has_perm("articles.edit_every_article"):
                field.queryset = Lawyer.objects.filter(pk__in=[own.pk, keep])

    def clean_body(self):
        citing.refuse_too_many(self.cleaned_data["body"])
        pictures.refuse_unknown(self.cleaned_data["body"], self.user, self.newest.body if self.newest else "")
        return self.cleaned_data["body"]

    def clean_title(self):
        return clean_line(self.cleaned_data["title"])

    def clean_summary(self):
        return clean_line(self.cleaned_data["summary"])

    def clean_keywords(self):
        return string_from_tags(names_from_string(self.cleaned_data["keywords"]))

    def clean_tag_names(self):
        names = names_from_string(self.cleaned_data["tag_names"])
        if len(names) > MAX_TAGS:
            raise ValidationError(f"最多 {MAX_TAGS} 个标签，现在有 {len(names)} 个。")
        if too_long := [name for name in names if len(name) > MAX_LENGTH]:
            raise ValidationError(f"标签“{too_long[0][:20]}…”太长，每个最多 {MAX_LENGTH} 个字。")
        return names

    def clean_related_choice(self):
        choice = self.cleaned_data["related_choice"]
        if choice is not None:
            before = [*self.newest.pinned_ids, *self.newest.banned_ids] if self.newest else []
            related_choice.refuse_unknown(choice, article=self.instance.pk, before=before)
        return choice

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("author") in (cleaned.get("joint_authors") or []):
            cleaned["joint_authors"] = cleaned["joint_authors"].exclude(pk=cleaned["author"].pk)
        for name in ("publish_at", "expires_at"):
            if cleaned.get(name) and localtime(cleaned[name]).year not in YEARS:
                self.add_error(name, "请检查年份。")
        publish_at, expires_at = cleaned.get("publish_at"), cleaned.get("expires_at")
        if publish_at and expires_at and expires_at <= publish_at:
            self.add_error("expires_at", "下架时间必须晚于发布时间。")
        if self.instance.pk:
            cleaned["base"] = overtaken.agreed(self.data) or cleaned.get("base")
            self._refuse_if_overtaken(cleaned["base"])
        return cleaned

    def _refuse_if_overtaken(self, base: int | None):
        """Nothing is written over what somebody else saved meanwhile; the text typed here stays in the form."""
        try:
            revisions.lock_for_writing(self.instance, base)
        except revisions.EditedMeanwhile as error:
            newest = error.newest
            if not self.errors:
                tags = self.cleaned_data["tag_names"]
                self.saved_already = overtaken.saved_since(
                    self.instance, self.content(), tags, by=self.user, base=base
                )
            if self.saved_already is not None:
                return
            when = localtime(newest.written_at).strftime("%H:%M")
            raise ValidationError(
                f"{newest.written_by} 在 {when} 保存过这篇文章（第 {newest.number} 版），您的文字还没有保存。"
                "请先在新窗口打开这篇文章看看改了什么，把您的修改合并进去再保存。",
                code="edited_meanwhile",
            ) from error
        except revisions.InReview as error:
            raise ValidationError("这篇文章正在审核，不能修改；请先撤回提交。", code="in_review") from error

    def content(self) -> dict:
        """The values for revisions.record, by the names of Content's fields."""
        ids = {name: getattr(self.newest, name) if self.newest else [] for name in IDS}
        ids |= self.cleaned_data["related_choice"] or {}
        together = sorted(lawyer.pk for lawyer in self.cleaned_data["joint_authors"])
        return {name: self.cleaned_data[name] for name in CONTENT_NAMES} | ids | {"coauthor_ids": together}


def initial_of(revision: Revision) -> dict:
    """What the form shows of a revision."""
    values = {name.removesuffix("_id"): getattr(revision, name) for name in CONTENT_FIELDS}
    chosen = {"pinned": revision.pinned_ids, "banned": revision.banned_ids, "more": ""}
    own = {"joint_authors": revision.coauthor_ids, "base": revision.pk, "related_choice": chosen}
    return values | {"tag_names": string_from_tags(revision.tag_names)} | own
