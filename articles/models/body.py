"""The column type of an article's HTML."""

from django.db import models
from django_prose_editor.fields import ProseEditorFormField

from articles.editor import EXTENSIONS
from articles.html import sanitise


class BodyField(models.TextField):
    """HTML that is sanitised on its way into the database, whoever writes: form, shell, import, update()."""

    default_validators = [sanitise]

    def get_db_prep_save(self, value, connection):
        if isinstance(value, str):
            value = sanitise(value)
        return super().get_db_prep_save(value, connection)

    def formfield(self, **kwargs):
        return super().formfield(
            **{
                "form_class": ProseEditorFormField,
                "config": {"extensions": EXTENSIONS},
                "preset": "configurable",
            }
            | kwargs
        )
