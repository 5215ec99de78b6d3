"""What a form changed, in words for the record: which field, from what, to what."""

from datetime import date, datetime

from django import forms
from django.contrib.auth.forms import ReadOnlyPasswordHashField
from django.core.files import File
from django.db.models import Model
from django.utils.timezone import localtime

LONGEST = 60  # characters of a value
MOST = 5  # of a list that is told whole
SECRET = (
    "password",
    "secret",
    "token",
    "recovery",
    "key_",
)  # in the names of fields whose values are never told
NOTHING = "（空）"


def described(form: forms.ModelForm, *, new: bool = False) -> str:
    """The changed fields as “名称：旧 → 新”, joined by 。; for a new row only what was entered.

    To be called before the form's relations are saved. What is secret is named without its values.
    """
    names = [name for name in form.changed_data if name in form.fields]
    return "；".join(filter(None, (_one(form, name, new) for name in names)))


def _one(form: forms.ModelForm, name: str, new: bool) -> str:
    field, label = form.fields[name], str(form.fields[name].label or name)
    if _is_secret(name, field):
        return label
    now = form.cleaned_data.get(name)
    if new:
        return f"{label}：{_words(field, now)}" if now not in field.empty_values else ""
    before = form[name].initial
    if isinstance(field, forms.ModelMultipleChoiceField):
        return f"{label}：{_of_many(before or [], now)}"
    return f"{label}：{_words(field, before)} → {_words(field, now)}"


def _is_secret(name: str, field: forms.Field) -> bool:
    return (
        isinstance(field, ReadOnlyPasswordHashField)
        or isinstance(field.widget, forms.PasswordInput)
        or any(part in name.lower() for part in SECRET)
    )


def _of_many(before, now) -> str:
    """A list from and to; what came and went alone where it is long, as of permissions."""
    old, new = sorted(map(str, before)), sorted(map(str, now))
    if max(len(old), len(new)) <= MOST:
        return f"{'、'.join(old) or NOTHING} → {'、'.join(new) or NOTHING}"
    parts = [f"{len(old)} 项 → {len(new)} 项"]
    if come := sorted(set(new) - set(old)):
        parts.append(f"增加 {'、'.join(come)}")
    if gone := sorted(set(old) - set(new)):
        parts.append(f"去掉 {'、'.join(gone)}")
    return "，".join(parts)


def _words(field: forms.Field, value) -> str:
    """A value as staff know it, shortened."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or value == "":
        return NOTHING
    if isinstance(field, forms.ModelMultipleChoiceField):
        return "、".join(sorted(map(str, value))) or NOTHING
    return _short(_label(field, value))


def _label(field: forms.Field, value) -> str:
    if isinstance(field, forms.ModelChoiceField) and not isinstance(value, Model):
        value = field.queryset.model.objects.filter(**{field.to_field_name or "pk": value}).first() or value
    elif isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        value = dict(field.choices).get(value, value)
    if isinstance(value, datetime):
        return localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return value.name if isinstance(value, File) else str(value)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= LONGEST else f"“{line[:LONGEST]}…”（{len(text)} 字）"
