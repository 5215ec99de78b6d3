"""Pictures in a bucket: uploaded by the form, kept by an S3 server, shown under /media/… as from a disk."""

import os
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from PIL import Image as Drawing

from articles import uploading
from articles.models import Image
from firm.models import Lawyer
from tests.articles.pictures import picture, upload

if find_spec("moto") is None or find_spec("storages") is None:
    if os.environ.get("REQUIRE_S3"):
        pytest.fail("no moto or django-storages, and REQUIRE_S3 is set", pytrace=False)
    pytest.skip("moto is not installed (pip install -r requirements-s3-dev.txt)", allow_module_level=True)

import boto3
from moto.server import ThreadedMotoServer

pytestmark = pytest.mark.django_db
KEYS = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
OPTIONS = {
    "access_key": "key",
    "secret_key": "secret",
    "region_name": "us-east-1",
    "addressing_style": "path",
}


@pytest.fixture(scope="module")
def server():
    """The address of an S3 server on this machine."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def client_of_s3(server):
    return boto3.client("s3", endpoint_url=server, **KEYS)


@pytest.fixture
def bucket(client_of_s3, server, settings):
    """A bucket of its own for each test, which the site has been told to use."""
    name = f"media-{time.monotonic_ns()}"
    client_of_s3.create_bucket(Bucket=name)
    use(settings, name, server)
    return name


def use(settings, bucket: str, endpoint: str) -> None:
    backend = {
        "BACKEND": "hefei_site.object_storage.Bucket",
        "OPTIONS": OPTIONS | {"bucket_name": bucket, "endpoint_url": endpoint},
    }
    settings.STORAGES = settings.STORAGES | {"default": backend}


def keys(client, bucket: str) -> list[str]:
    return sorted(one["Key"] for one in client.list_objects_v2(Bucket=bucket).get("Contents", []))


def test_from_the_form_to_the_reader(bucket, client_of_s3, as_, author, client, settings):
    form = {"file": upload(picture(size=(2000, 1000))), "alt": "一张红色的图"}
    assert as_(author).post(reverse("admin:articles_image_add"), form).status_code == 302
    image = Image.objects.get()
    kept = keys(client_of_s3, bucket)
    assert kept == sorted(f"media/{size['name']}" for size in image.sizes)
    assert all(re.fullmatch(r"media/images/[0-9a-f]{32}\.webp", key) for key in kept)
    assert image.src == f"/media/{image.sizes[1]['name']}"
    head = client_of_s3.head_object(Bucket=bucket, Key=f"media/{image.sizes[1]['name']}")
    assert head["ContentType"] == "image/webp"
    grants = client_of_s3.get_object_acl(Bucket=bucket, Key=kept[0])["Grants"]
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]  # nobody but the owner
    client.logout()
    response = client.get(image.src)
    body = response.getvalue()
    assert Drawing.open(BytesIO(body)).size == (960, 480)
    assert not settings.MEDIA_ROOT.exists()  # nothing went to this node's disk
    shown = {name: response[name] for name in ("Content-Type", "Content-Length", "Cache-Control")}
    assert shown == {
        "Content-Type": "image/webp",
        "Content-Length": str(len(body)),
        "Cache-Control": "public, max-age=31536000, immutable",
    }


def test_the_same_headers_as_from_a_disk(bucket, client, settings, tmp_path):
    default_storage.save("images/a.webp", ContentFile(b"picture"))
    from_s3 = client.get("/media/images/a.webp")
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    settings.MEDIA_ROOT = tmp_path
    default_storage.save("images/a.webp", ContentFile(b"picture"))
    from_disk = client.get("/media/images/a.webp")
    assert sorted(from_s3.headers) == sorted(from_disk.headers)
    assert from_s3.getvalue() == from_disk.getvalue() == b"picture"
    differ = {name for name in from_s3.headers if from_s3[name] != from_disk[name]}
    assert differ <= {"X-Request-ID", "Last-Modified"}


def test_who_has_it_is_told_so(bucket, client):
    default_storage.save("images/a.webp", ContentFile(b"picture"))
    first = client.get("/media/images/a.webp")
    again = client.get("/media/images/a.webp", headers={"If-Modified-Since": first["Last-Modified"]})
    assert parsedate_to_datetime(first["Last-Modified"])
    assert (again.status_code, b"".join(again)) == (304, b"")


def test_many_at_once_share_a_connection(bucket, client):
    """As granian's threads do: each gets its own picture."""
    wanted = {f"images/{n}.webp": bytes([n]) * 200_000 for n in range(12)}
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda name: default_storage.save(name, ContentFile(wanted[name])), wanted))
        shown = list(pool.map(lambda name: Client().get(f"/media/{name}").getvalue(), wanted))
    assert shown == list(wanted.values())


@pytest.mark.parametrize(
    "path",
    [
        "images/none.webp",  # not there
        "../backup/base.tar",  # in the bucket, but no picture
        "..%2fbackup%2fbase.tar",
        "images/../../backup/base.tar",
        "images//a.webp/",
        "images",
        "a%00b",
    ],
)
def test_what_is_not_there(path, bucket, client_of_s3, client):
    client_of_s3.put_object(Bucket=bucket, Key="backup/base.tar", Body=b"secret")
    client_of_s3.put_object(Bucket=bucket, Key="media/images/a.webp", Body=b"x")
    response = client.get(f"/media/{path}")
    assert (response.status_code, b"secret" in b"".join(response)) == (404, False)


def test_a_portrait_and_its_removal(bucket, client_of_s3, client, author):
    lawyer = Lawyer.objects.get()
    lawyer.portrait.save("x.jpg", upload(picture(size=(900, 900))))
    assert re.fullmatch(r"/media/portraits/[0-9a-f]{32}\.webp", lawyer.portrait.url)
    assert Drawing.open(BytesIO(client.get(lawyer.portrait.url).getvalue())).size == (800, 800)
    default_storage.delete(lawyer.portrait.name)
    assert (keys(client_of_s3, bucket), client.get(lawyer.portrait.url).status_code) == ([], 404)


def test_a_picture_that_goes_takes_its_files_along(
    bucket, client_of_s3, author, django_capture_on_commit_callbacks
):
    image = uploading.store(upload(picture()), alt="x", is_generated=False, by=author)
    assert keys(client_of_s3, bucket) != []
    with django_capture_on_commit_callbacks(execute=True):
        uploading.delete_files(image)
    assert keys(client_of_s3, bucket) == []


@pytest.fixture
def nobody(settings):
    """The site is told of a store that does not answer."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    use(settings, "media", f"http://127.0.0.1:{port}")


def test_a_store_that_is_away_shows_no_picture(nobody, client):
    response = client.get("/media/images/a.webp")
    assert (response.status_code, response["Cache-Control"], response["Retry-After"]) == (
        503,
        "no-store",
        "10",
    )


def test_a_store_that_is_away_takes_no_picture(nobody, author):
    with pytest.raises(ValidationError) as refused:
        uploading.store(upload(picture()), alt="x", is_generated=False, by=author)
    assert (refused.value.messages, Image.objects.count()) == ([uploading.NOT_STORED], 0)


def test_a_bucket_that_is_not_there_is_an_error_and_no_missing_picture(server, settings, client):
    use(settings, "no-such-bucket", server)
    assert client.get("/media/images/a.webp").status_code == 503
