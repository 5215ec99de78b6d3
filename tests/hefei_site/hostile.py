"""Scripts written into every text of the database, and brought in by every import."""

import json
import re
from pathlib import Path

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models

from articles.models import Revision, WorkingCopy
from articles.models.body import BodyField
from tests.articles.archive import files
from tests.articles.importing.documents import docx, paragraph
from tests.articles.payloads import PAYLOADS

MARK = "恶"  # in all that is written, so that a page which shows none of it is told from one that shows it safely
TEXTS = (  # the longest that a column takes: out of an attribute, out of a script, an element, a handler
    f"""{MARK}"'></script></title></textarea><script>alert(1)</script><img src=x onerror=alert(1)>""",
    f"""{MARK}"'><svg onload=a(1)>""",
    f"{MARK}'><b onclick=a>",
    f'{MARK}"><i>',
)
ADDRESS = "javascript:alert('恶')"
BODY = "".join(f"<p>{MARK}</p>{payload}" for payload in PAYLOADS.values() if "\0" not in payload)
SHORT = "".join(
    f"<p>{MARK}</p>{PAYLOADS[name]}" for name in ("script", "img onerror", "javascript:", "svg onload")
)

# Columns that hold no words of anybody: names in addresses, marks of programs, what is worked out from bodies.
NO_WORDS = {
    "password",
    "username",
    "slug",
    "code",
    "key",
    "path",
    "old",
    "to",
    "digest",
    "shingles",
    "fingerprint",
    "token_hash",
    "body_html",
    "body_text",
    "engine",
    "format",
    "tab",
    "language",
    "number",
    "hash",
    "before_hash",
    "email",
    "licence_number",
    "police_number",
}
WORKED_OUT = {  # whole tables
    *("storedpage", "pagechange", "listchange", "siteversion", "articlesketch", "indexedarticle", "posting"),
    *("indexedprovision", "told", "auditrecord", "pushquota", "searchterm", "termcount"),
}


def text_for(length: int | None) -> str | None:
    """The worst text that a column of this length takes."""
    return next((text for text in TEXTS if length is None or len(text) <= length), None)


def columns():
    """The text columns of our tables that hold somebody's words."""
    for model in (
        model for app in ("firm", "statutes", "articles") for model in apps.get_app_config(app).get_models()
    ):
        if model._meta.model_name in WORKED_OUT:
            continue
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(
                field, models.FileField
            )
            if is_text and not field.choices and field.name not in NO_WORDS:
                yield model, field


def poison(body: str = BODY) -> list[str]:
    """Write a script into each text column of each row, past all forms; returns the columns."""
    done = []
    for model, field in columns():
        text = body if isinstance(field, BodyField) else text_for(field.max_length)
        if text is None:
            continue
        if isinstance(field, models.URLField):
            text = ADDRESS
        for number, pk in enumerate(model._base_manager.order_by("pk").values_list("pk", flat=True)):
            unique = f"{number}" if field.unique or field.name == "name" else ""
            model._base_manager.filter(pk=pk).update(**{field.name: text + unique})
        done.append(f"{model._meta.label}.{field.name}")
    WorkingCopy.objects.update(data={"title": [TEXTS[0]], "body": [body], "summary": [TEXTS[0]]})
    Revision.objects.update(tag_names=[TEXTS[0]])
    return done


def archives(folder: Path, monkeypatch) -> list[Path]:
    """A dump of Z-Blog, an export of WordPress and JSON lines, each with scripts in each text."""
    row = list(files.POSTS[0])
    row[0], row[6], row[7], row[8], row[9] = 501, "evil", TEXTS[0], TEXTS[0], BODY
    rest = dict(files.REST)
    rest["category"] = (files.REST["category"][0], [(1, TEXTS[2], "evil", TEXTS[0])])
    rest["member"] = (files.REST["member"][0], [(1, TEXTS[1], "")])
    rest["tag"] = (files.REST["tag"][0], [(1, TEXTS[1], ""), (5, TEXTS[2], "")])
    monkeypatch.setattr(files, "POSTS", [tuple(row)])
    monkeypatch.setattr(files, "REST", rest)
    zblog = files.dump(folder / "evil.sql")
    wordpress = folder / "evil.xml"
    words = {
        "信用卡逾期": "<![CDATA[" + TEXTS[0] + "]]>",
        "征信": TEXTS[1],
        "<wp:post_id>21<": "<wp:post_id>521<",
    }
    words |= {"林知远": TEXTS[1], "第一段。": re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]|]]>", "", BODY)}
    text = files.WXR
    for before, after in words.items():
        text = text.replace(before, after)
    wordpress.write_text(text, "utf-8")
    lines = folder / "evil.jsonl"
    record = {"number": 541, "title": TEXTS[0], "body": BODY, "column": TEXTS[2], "author": TEXTS[1]}
    record |= {
        "tags": [TEXTS[1]],
        "published_at": "2020-01-01T08:00:00",
        "summary": TEXTS[0],
        "keywords": TEXTS[1],
    }
    record |= {"source_name": TEXTS[1], "source_url": ADDRESS, "addresses": ["/old/evil.html"]}
    lines.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    return [zblog, wordpress, lines]


def document() -> SimpleUploadedFile:
    """A .docx whose text, links and name are scripts."""
    link = '<w:hyperlink r:id="rId9"><w:r><w:t>恶</w:t></w:r></w:hyperlink>'
    escaped = TEXTS[0].replace("&", "&amp;").replace("<", "&lt;")
    body = paragraph(escaped, style="a3") + paragraph(escaped, inside=link)
    return SimpleUploadedFile(f"{TEXTS[2]}.docx", docx(body, links={"rId9": "javascript:alert(1)"}))
