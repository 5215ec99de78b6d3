"""What stands in the fields of the writing form, as posted or as saved: to keep, to fill in again, to compare."""

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.forms import (
    ChoiceField,
    Form,
    ModelChoiceField,
    ModelMultipleChoiceField,
    MultiWidget,
    SplitDateTimeField,
)
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import localtime

from articles.html import BodyRefused, sanitise
from articles.tagging import names_from_string, string_from_tags

MOST_BESIDES_BODY = 50_000  # characters of all other inputs together
TAG_LISTS = {"tag_names", "keywords"}

Inputs = dict[str, list[str]]


def inputs_of(form: Form, post: QueryDict) -> Inputs:
    """The posted inputs that belong to the form, the body sanitised, as a working copy keeps them.

    Raises ValidationError (BodyRefused for the body) with a Chinese sentence for what is too long to be kept.
    """
    own = _names(form)
    found = {
        name: [value.replace("\0", "") for value in post.getlist(name)]
        for name in post
        if own.fullmatch(name) and name != "base"
    }
    body = "".join(found.pop("body", []))
    if sum(len(value) for values in found.values() for value in values) > MOST_BESIDES_BODY:
        raise ValidationError("正文以外的内容太长，没有自动保存；请把长的文字放进正文。")
    return found | {"body": [sanitise(body)]}


def _names(form: Form) -> re.Pattern:
    """What the form's inputs are called: as their field, with a number for its parts, or as its widget says."""
    others = [name for field in form.fields.values() for name in getattr(field.widget, "input_names", ())]
    return re.compile(rf"(?:{'|'.join(map(re.escape, form.fields))})(?:_\d)?|{'|'.join(others) or '(?!)'}")


def fill(form: Form, inputs: Inputs) -> None:
    """Let an unbound form show these inputs instead of what is saved; what they do not tell stays."""
    data = MultiValueDict(inputs)
    for name, field in form.fields.items():
        value = field.widget.value_from_datadict(data, {}, name)
        if value is not None:
            form.initial[name] = value


def posted(form: Form) -> Inputs:
    """What the form would post as it stands, filled inputs only; for a bound and an unbound form alike."""
    found: Inputs = {}
    for name, field in form.fields.items():
        value = _value(form, name)
        if name == "base" or value in (None, ""):
            continue
        if hasattr(field.widget, "inputs_for"):
            found |= field.widget.inputs_for(value)
        elif isinstance(field.widget, MultiWidget):
            parts = value if isinstance(value, list | tuple) else field.widget.decompress(value)
            found |= {
                f"{name}{suffix}": [str(widget.format_value(part))]
                for suffix, widget, part in zip(
                    field.widget.widgets_names, field.widget.widgets, parts, strict=False
                )
                if part
            }
        elif isinstance(value, list | tuple):
            found[name] = [str(part) for part in value]
        else:
            found[name] = [str(value)]
    return found


def said(form: Form) -> dict[str, str]:
    """What each field shown says, in words, by its name; the body as HTML. For a bound and an unbound form alike."""
    return {
        name: _words(name, field, _value(form, name))
        for name, field in form.fields.items()
        if not field.widget.is_hidden
    }


def _value(form: Form, name: str):
    """What the field shows; of what was not posted, what it showed before."""
    value = form[name].value()
    return form[name].initial if value is None else value


def _words(name: str, field, value) -> str:
    if name == "body":
        return _clean(str(value or ""))
    if name in TAG_LISTS:
        return string_from_tags(names_from_string(str(value or "")))
    if isinstance(field, ModelMultipleChoiceField):
        return "，".join(_labels(field, value or []))
    if isinstance(field, ModelChoiceField):
        return "".join(_labels(field, [value]))
    if isinstance(field, SplitDateTimeField):
        return _moment(field, value)
    if isinstance(field, ChoiceField):
        return str(dict(field.choices).get(value, "")) if value else ""
    if hasattr(field, "in_words"):
        return field.in_words(value) if value else ""
    if isinstance(value, list | tuple):
        return "，".join(map(str, value))
    return " ".join(str(value or "").split())


def _clean(html: str) -> str:
    try:
        return sanitise(html)
    except BodyRefused:
        return ""  # the form says why it was not taken


def _labels(field: ModelChoiceField, values) -> list[str]:
    ids = [
        int(text)
        for value in values
        if (text := str(value)).isascii() and text.isdecimal() and len(text) < 19
    ]
    return [field.label_from_instance(row) for row in field.queryset.filter(pk__in=ids)] if ids else []


def _moment(field: SplitDateTimeField, value) -> str:
    if isinstance(value, list | tuple):
        try:
            value = field.clean(value) if any(value) else None
        except ValidationError:
            return " ".join(part or "" for part in value).strip()
    return localtime(value).strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else ""
