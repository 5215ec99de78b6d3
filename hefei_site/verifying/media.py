"""The uploaded files: each that a row names is there, with its size and SHA-256; those that no row names are told of."""

from collections.abc import Callable, Iterator
from hashlib import sha256

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models

from articles.models import Image
from firm.verifying.facts import Fact, Finding

PIECE = 1024 * 1024  # bytes read at a time
MOST_NAMED = 20  # files that no row names; the others are counted
Progress = Callable[[int, int], None]


def files(progress: Progress = lambda done, total: None) -> Iterator[Fact | Finding]:
    """Of each named file a fact, read to its end; a finding for each that is missing or empty, and for what is left over."""
    names = named()
    for done, name in enumerate(sorted(names), 1):
        yield _looked_at(name, names[name])
        progress(done, len(names))
    yield from _left_over(names)


def named() -> dict[str, str]:
    """The names of all files that rows speak of, each with the row, by the models' own file fields and the pictures' sizes."""
    found = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                rows = model._default_manager.exclude(**{field.name: ""}).values_list("pk", field.name)
                found |= {name: f"{model._meta.verbose_name} {pk}" for pk, name in rows.iterator() if name}
    for pk, sizes in Image.objects.order_by("pk").values_list("pk", "sizes").iterator():
        found |= {size["name"]: f"{Image._meta.verbose_name} {pk}" for size in sizes}
    return found


def _looked_at(name: str, whose: str) -> Fact | Finding:
    size, digest = 0, sha256()
    try:
        with default_storage.open(name) as file:
            for piece in iter(lambda: file.read(PIECE), b""):
                size += len(piece)
                digest.update(piece)
    except FileNotFoundError:
        return Finding(f"文件 {name} 不见了（{whose} 用着它）。")
    except OSError as error:
        return Finding(f"文件 {name} 读不出来（{whose} 用着它）：{error.strerror or error}。")
    if not size:
        return Finding(f"文件 {name} 是空的（{whose} 用着它）。")
    return Fact("file", name, {"bytes": size, "sha256": digest.hexdigest()})


def _left_over(names: dict[str, str]) -> Iterator[Finding]:
    """What nobody names takes room and harms nobody."""
    many = 0
    for name in stored():
        if name not in names:
            many += 1
            if many <= MOST_NAMED:
                yield Finding(f"文件 {name} 没有哪一行用着。", is_wrong=False)
    if many > MOST_NAMED:
        yield Finding(f"另有 {many - MOST_NAMED:,} 个没有用着的文件，没有一一列出。", is_wrong=False)


def stored(folder: str = "") -> Iterator[str]:
    """The names of all files in the storage, folder by folder."""
    try:
        folders, found = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever uploaded
        return
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + name for name in sorted(found))
    for below in sorted(folders):
        yield from stored(prefix + below)
