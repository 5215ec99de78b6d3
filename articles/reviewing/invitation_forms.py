"""The forms of an invitation: making it, and answering it."""

from django import forms

from articles.models import PreviewAnswer, PreviewInvitation
from articles.models.invitation import LONGEST_ANSWER
from articles.reviewing import invitations
from statutes.language.normalise import clean_line


class InviteForm(forms.ModelForm):
    """Whom to show the revision, for how long, and whether they are asked to answer."""

    days = forms.TypedChoiceField(
        label="有效期",
        choices=[(days, f"{days} 天") for days in invitations.DAYS],
        coerce=int,
        initial=7,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)

    class Meta:
        model = PreviewInvitation
        fields = ["invited_name", "days", "may_answer"]
        widgets = {"invited_name": forms.TextInput(attrs={"autocomplete": "off", "class": "vTextField"})}

    def clean_invited_name(self):
        return clean_line(self.cleaned_data["invited_name"])


class LinesField(forms.CharField):
    """Lines of text; a browser counts the end of a line as one character and sends two."""

    def to_python(self, value):
        return super().to_python((value or "").replace("\r\n", "\n"))


class AnswerForm(forms.ModelForm):
    """Agreement or remarks, by somebody who has no account."""

    text = LinesField(
        label=f"意见（选“意见”时必填，最多 {LONGEST_ANSWER:,} 字）",
        required=False,
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "max_length": f"意见最多 {LONGEST_ANSWER:,} 字，现在有 %(show_value)d 字，请删短一些。",
            "null_characters_not_allowed": "文字里有保存不了的字符，请改用普通文字。",
        },
    )

    class Meta:
        model = PreviewAnswer
        fields = ["opinion", "text"]
        widgets = {"opinion": forms.RadioSelect}
        error_messages = {"opinion": dict.fromkeys(["required", "invalid_choice"], "请选“同意”或“意见”。")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opinion"].choices = PreviewAnswer.Opinion.choices  # without the empty one

    def clean(self):
        cleaned = super().clean()
        remarks = cleaned.get("opinion") == PreviewAnswer.Opinion.REMARKS
        if remarks and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", "请写下您的意见。")
        return cleaned
