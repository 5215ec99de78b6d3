"""Uploaded pictures in a private bucket of an S3-compatible store, shown by the site itself under /media/….

Loaded only where MEDIA_S3_BUCKET is set; django-storages and boto3 are an extra (requirements-s3.txt). Whatever the store
answers but "there is none" becomes an OSError, as a disk would give it.
"""

import logging
import mimetypes
import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.utils.encoding import filepath_to_uri
from django.utils.http import content_disposition_header, http_date, parse_http_date_safe
from storages.backends.s3 import S3Storage

FOLDER = "media"  # of the bucket; nothing else in it is ever shown
PIECE = 64 * 1024  # bytes sent at a time
ABSENT = {
    "NoSuchKey",
    "404",
    "NotFound",
    "AccessDenied",
    "403",
}  # 403: a key that may not list is not told what is missing
UNCHANGED = {"304", "NotModified"}
log = logging.getLogger(__name__)
mimetypes.add_type(
    "image/webp", ".webp"
)  # Python knows it from 3.13 on, and small images have no /etc/mime.types


@contextmanager
def _as_a_disk_would():
    try:
        yield
    except (ClientError, BotoCoreError, Boto3Error) as error:
        raise OSError(f"object storage: {type(error).__name__}: {error}") from error


class Bucket(S3Storage):
    """A storage for Django. Names are random (firm/images.py), so none is asked for before it is written."""

    def __init__(self, **options):
        # Some stores refuse the checksums that boto3 adds of its own accord since 1.36.
        config = Config(
            s3={"addressing_style": options.pop("addressing_style")},
            signature_version="s3v4",
            connect_timeout=3,
            read_timeout=15,
            retries={"max_attempts": 2, "mode": "standard"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        super().__init__(
            location=FOLDER, default_acl=None, file_overwrite=True, client_config=config, **options
        )
        # One connection for all threads (boto3's clients are safe for them), not one of 11 MB for each.
        self._connections = SimpleNamespace()

    def url(self, name, parameters=None, expire=None, http_method=None) -> str:
        """The site's own address: the bucket is private, and pages must not change with it."""
        return settings.MEDIA_URL + filepath_to_uri(name).lstrip("/")

    def serve(self, request: HttpRequest, path: str) -> HttpResponseBase:
        """A picture as django.views.static.serve sends one from a folder. Raises Http404."""
        try:
            found = self._fetch(path, parse_http_date_safe(request.headers.get("If-Modified-Since", "")))
        except FileNotFoundError as error:
            raise Http404("没有这个文件") from error
        except OSError:
            log.exception("%s could not be read", path)
            return _away()
        if found is None:
            return HttpResponseNotModified()
        response = StreamingHttpResponse(_pieces(found["Body"]), content_type=_content_type(path))
        response["Content-Disposition"] = content_disposition_header(False, posixpath.basename(path))
        response["Content-Length"] = str(found["ContentLength"])
        response["Last-Modified"] = http_date(found["LastModified"].timestamp())
        return response

    def _fetch(self, name: str, held_since: int | None) -> dict | None:
        """The store's answer, its bytes yet to be read; None where it is no newer. Raises FileNotFoundError, OSError."""
        try:
            asked = {"Bucket": self.bucket_name, "Key": self._normalize_name(name)}
        except SuspiciousOperation as error:
            raise FileNotFoundError(name) from error
        if held_since is not None:
            asked["IfModifiedSince"] = datetime.fromtimestamp(held_since, UTC)
        with _as_a_disk_would():
            try:
                return self.connection.meta.client.get_object(**asked)
            except ClientError as error:
                code = error.response["Error"]["Code"]
                if code in ABSENT:
                    raise FileNotFoundError(name) from error
                if code in UNCHANGED:
                    return None
                raise

    def _save(self, name, content):
        with _as_a_disk_would():
            return super()._save(name, content)

    def _open(self, name, mode="rb"):
        with _as_a_disk_would():
            return super()._open(name, mode)

    def delete(self, name):
        with _as_a_disk_would():
            super().delete(name)

    def exists(self, name):
        with _as_a_disk_would():
            return super().exists(name)


def _pieces(body) -> Iterator[bytes]:
    try:
        yield from body.iter_chunks(PIECE)
    finally:
        body.close()


def _away() -> HttpResponse:
    """What is said where the store does not answer; nginx shows what it has kept (deploy/media-on-s3.conf)."""
    response = HttpResponse(
        "图片暂时打不开，请稍后再试。\n", status=503, content_type="text/plain; charset=utf-8"
    )
    response["Retry-After"] = "10"
    response["Cache-Control"] = "no-store"
    return response


def _content_type(path: str) -> str:
    return mimetypes.guess_type(path)[0] or "application/octet-stream"
