"""The form by which a Word document becomes a new draft."""

from pathlib import PurePath

from django import forms
from django.core.files.base import File
from django.db import transaction

from articles import revisions
from articles.importing.docx import read_docx
from articles.importing.pictures import bring
from articles.importing.word import WordRefused
from articles.law import citing
from articles.models import Article, Column
from firm.models import Lawyer, User
from statutes.language.normalise import clean_line

MAX_TITLE = 120


class WordForm(forms.Form):
    """A .docx, and what it cannot say of itself: column and author."""

    file = forms.FileField(
        label="Word 文档",
        help_text="扩展名是 .docx，最多 20 MB。旧的 .doc 请先在 Word 或 WPS 里“另存为”.docx。",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"empty": "这个文件是空的。", "required": "请选择一个 .docx 文件。"},
    )
    column = forms.ModelChoiceField(Column.objects.all(), label="栏目")
    author = forms.ModelChoiceField(Lawyer.objects.none(), label="作者", help_text="署名的律师。")

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        own = getattr(user, "lawyer", None)
        lawyers = Lawyer.objects.on_staff()
        if own is not None and not user.has_perm("articles.edit_every_article"):
            lawyers = Lawyer.objects.filter(pk=own.pk)
        self.fields["author"].queryset = lawyers
        self.fields["author"].initial = own and own.pk

    def clean(self):
        cleaned = super().clean()
        if "file" in cleaned and not self.errors:
            try:
                document = read_docx(cleaned["file"])
                citing.refuse_too_many(document.html)
                self.brought = bring(document, stem(cleaned["file"]), self.user)
            except WordRefused as error:
                self.add_error("file", str(error))
            except forms.ValidationError as error:  # more than an article can hold
                self.add_error("file", error)
        return cleaned

    @transaction.atomic
    def save(self, *, by: User) -> Article:
        """The new draft, with the document's title, else the file's name."""
        titles = clean_line(self.brought.title), stem(self.cleaned_data["file"])
        title = next((title[:MAX_TITLE] for title in titles if title), "未命名")
        content = {name: self.cleaned_data[name] for name in ("column", "author")}
        content |= {"title": title, "body": self.brought.html}
        return revisions.start(content, [], by=by).article


def stem(file: File) -> str:
    """A file's name as it is told to people."""
    return clean_line(PurePath(file.name).stem)
