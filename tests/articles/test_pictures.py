"""The pictures of a text: only those of the library, as the library has them, and kept as long as a version shows them."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from articles import pictures, revisions, uploading
from articles.html import sanitise
from articles.law import rechecking
from articles.models import Article, Image, ImageUse
from tests.articles.pictures import picture, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(author):
    return uploading.store(upload(), alt="红色的图", is_generated=False, by=author)


def body(image: Image, alt: str = "红色的图", caption: str = "") -> str:
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<p>前</p><figure><img src="{image.src}" alt="{alt}" data-image="{image.pk}">{words}</figure><p>后</p>'


def shown(image: Image, alt: str = "红色的图") -> str:
    small, middle, large = (f"/media/{size['name']}" for size in image.sizes)
    return (
        f'<img src="{middle}" srcset="{small} 480w, {middle} 960w, {large} 1600w" sizes="{pictures.SIZES}" '
        f'width="1600" height="800" alt="{alt}" loading="lazy" decoding="async">'
    )


def test_the_sanitiser_leaves_the_editors_own_as_it_is(image):
    for html in (
        body(image),
        body(image, caption="说明"),
        body(image, caption='<a href="/x" rel="noopener nofollow">图</a>'),
    ):
        assert sanitise(html) == html


NAME = "0" * 32 + ".webp"


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<figure><img src="https://evil.cn/a.png" data-image="1"></figure>', '<figure><img data-image="1"></figure>'),
        ('<figure><img src="//evil.cn/a.png" data-image="1"></figure>', '<figure><img data-image="1"></figure>'),
        ('<figure><img src="/media/portraits/a.webp" data-image="1"></figure>', '<figure><img data-image="1"></figure>'),
        (f'<figure><img src="/media/images/../{NAME}" data-image="1"></figure>', '<figure><img data-image="1"></figure>'),
        (f'<figure><img src="/media/images/{NAME}"></figure><p>文</p>', "<p>文</p>"),  # names none
        (f'<p>文<img src="/media/images/{NAME}" data-image="1"></p>', "<p>文</p>"),  # outside a figure
        ('<figure><img data-image="1 or 1"></figure><p>文</p>', "<p>文</p>"),
        ('<figure><img data-image="1" onerror="x" srcset="//evil.cn/a 1w" style="x" width="9" loading="eager"></figure>', '<figure><img data-image="1"></figure>'),
        ('<figure class="x" style="y"> <img data-image="1"><img data-image="2"></figure>', '<figure><img data-image="1"></figure>'),
        ('<figure><img data-image="1"><figcaption> </figcaption></figure>', '<figure><img data-image="1"></figure>'),
        ('<figure><img data-image="1" alt="a>b &quot;c&quot;"></figure>', '<figure><img data-image="1" alt="a>b &quot;c&quot;"></figure>'),
    ],
)  # fmt: skip
def test_what_the_sanitiser_takes_from_a_picture(html, clean):
    found = sanitise(html)
    assert found.replace("&gt;", ">") == clean
    assert sanitise(found) == found


def test_a_published_page_has_all_from_the_library(image, publish):
    article = publish(body=body(image))
    assert (
        Article.objects.get(pk=article.pk).body_html == f"<p>前</p><figure>{shown(image)}</figure><p>后</p>"
    )


@pytest.mark.parametrize(
    ("alt", "caption", "generated", "expected_alt", "expected_caption"),
    [
        ("这篇文章里的话", "", False, "这篇文章里的话", ""),
        ("", "", False, "红色的图", ""),  # the library's
        ("a&quot; onload=&quot;x", "", False, "a&quot; onload=&quot;x", ""),
        ("图", "<em>说明</em>", False, "图", "<figcaption><em>说明</em></figcaption>"),
        ("图", "说明", True, "图", "<figcaption>说明（图片由人工智能生成）</figcaption>"),
        ("图", "", True, "图", "<figcaption>（图片由人工智能生成）</figcaption>"),
    ],
)
def test_words_of_a_picture(image, alt, caption, generated, expected_alt, expected_caption):
    Image.objects.filter(pk=image.pk).update(is_generated=generated)
    html = pictures.rendered(sanitise(body(image, alt, caption)))
    assert html == f"<p>前</p><figure>{shown(image, expected_alt)}{expected_caption}</figure><p>后</p>"


def test_another_address_is_overruled_by_the_id(image):
    forged = body(image).replace(image.src, f"/media/images/{NAME}")
    assert pictures.rendered(sanitise(forged)) == f"<p>前</p><figure>{shown(image)}</figure><p>后</p>"


def test_what_is_not_in_the_library_is_left_out(image):
    html = body(image).replace(f'data-image="{image.pk}"', 'data-image="999999"')
    assert pictures.rendered(sanitise(html)) == "<p>前</p><p>后</p>"


def test_checking_the_law_again_keeps_the_pictures(image, publish, civil_code):
    article = publish(body=body(image) + "<p>见《民法典》第111条。</p>")
    before = Article.objects.get(pk=article.pk).body_html
    Article.objects.filter(pk=article.pk).update(body_html="")
    rechecking.recheck([article.pk], article.published_at.date())
    assert (shown(image) in before, Article.objects.get(pk=article.pk).body_html) == (True, before)


def test_each_version_notes_what_it_shows(image, write, rewrite):
    article = write(body=body(image))
    rewrite(article, body="<p>没有图了。</p>")
    uses = ImageUse.objects.values_list("revision__number", "image")
    assert list(uses) == [(1, image.pk)]
    with pytest.raises(ProtectedError):
        image.delete()  # version 1 may be restored
    assert Image.objects.count() == 1


def test_a_copy_of_a_version_shows_the_same(image, publish):
    article = publish(body=body(image))
    revisions.copy(revisions.newest(article))
    assert list(ImageUse.objects.values_list("revision__number", flat=True)) == [1, 2]


def test_a_writer_uses_what_they_find_in_the_library(image, author, colleague):
    assert pictures.refuse_unknown(body(image), author) is None
    assert pictures.refuse_unknown(body(image), colleague, before=body(image)) is None  # it was there
    with pytest.raises(ValidationError, match="正文里有 1 张图片已经不在图库里"):
        pictures.refuse_unknown(body(image), colleague)
    with pytest.raises(ValidationError, match="最多 100 张图片"):
        pictures.refuse_unknown(
            "".join(f'<figure><img data-image="{n}"></figure>' for n in range(101)), author
        )


def test_the_public_ones_are_everybodys(image, publish, colleague, reviewer, administrator, author):
    hidden = uploading.store(
        upload(picture(color=(1, 2, 3))), alt="草稿里的图", is_generated=False, by=author
    )
    publish(body=body(image))
    seen = {
        user.name: sorted(Image.objects.visible_to(user).values_list("pk", flat=True))
        for user in (author, colleague, reviewer, administrator)
    }
    both = [image.pk, hidden.pk]
    assert seen == {"林律师": both, "沈律师": [image.pk], "审核员": both, "管理员": both}


@pytest.mark.parametrize(
    ("waits", "alts", "count"),
    [
        (True, [""], 1),
        (True, ["", " "], 2),  # each place is one
        (True, ["一张借条", ""], 1),
        (True, ["一张借条"], 0),
        (False, [""], 0),  # the library's words stand there
        (True, [], 0),
    ],
)
def test_places_without_words(waits, alts, count, author):
    image = uploading.store(upload(), alt="第 1 张", awaits_alt=waits, is_generated=False, by=author)
    assert pictures.undescribed("<p>文</p>" + "".join(body(image, alt) for alt in alts)) == count


def test_the_first_words_in_a_text_become_the_pictures_own(write, author):
    image = uploading.store(upload(), alt="第 1 张", awaits_alt=True, is_generated=False, by=author)
    article = write(body=body(image, ""))
    image.refresh_from_db()
    assert image.words == ""
    content = revisions.content_of(revisions.newest(article))
    for text, words in (
        (body(image, "") + body(image, "一张借条") + body(image, "借条"), "一张借条"),
        (body(image, "别的话"), "一张借条"),  # those of one place do not change the library's
    ):
        revisions.record(article, content | {"body": text}, [], by=author, base=revisions.newest(article).pk)
        image.refresh_from_db()
        assert image.words == words
