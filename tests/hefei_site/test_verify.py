"""The command tells of each kind of damage by its name, and of nothing where nothing is damaged."""

import json
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from articles import uploading
from articles.models import Article, Image, OldAddress
from firm import audit
from firm.models import AuditRecord
from tests.articles.pictures import picture, upload

pytestmark = pytest.mark.django_db
TRIGGERS_OFF = "SET LOCAL session_replication_role = replica;"


def sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def one(query: str):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def settle() -> None:
    """What the database does at commit: the record gets its chain."""
    sql("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def site(publish, write, author, reviewer):
    """A public article and one that never was; a picture; an old address; a record of it all."""
    publish("第 11 篇", pk=11, tags=["网贷"])
    write("还没发布", pk=14)
    uploading.store(upload(picture(size=(40, 20))), alt="一张图", is_generated=False, by=author)
    OldAddress.objects.create(old="/post/11.html", article_id=11)
    audit.record("甲", by=reviewer)
    settle()


@pytest.fixture
def verify(capsys):
    """verify(…): the command's lines on standard output, and its exit code."""

    def _verify(**options):
        code = 0
        capsys.readouterr()
        try:
            call_command("verify", **options)
        except CommandError as error:
            code = error.returncode
        return capsys.readouterr().out.splitlines(), code

    return _verify


def wrong(lines: list[str]) -> list[str]:
    return [line.removeprefix("  ✗ ") for line in lines if line.startswith("  ✗ ")]


def test_a_whole_site_is_whole_and_so_is_a_copy(site, verify, tmp_path):
    lines, code = verify(write_manifest=tmp_path / "清单", addresses=True, sample=0)
    assert (wrong(lines), lines[-1], code) == ([], "完好。", 0)
    lines, code = verify(against=tmp_path / "清单")
    assert (wrong(lines), lines[-1], code) == ([], "完好。", 0)


def test_two_manifests_of_the_same_are_the_same_but_for_their_moment(site, verify, tmp_path):
    for name in ("一", "二"):
        verify(write_manifest=tmp_path / name)
    first, second = ((tmp_path / name).read_text("utf-8").splitlines() for name in ("一", "二"))
    assert first[1:] == second[1:]
    assert [json.loads(one[0])["what"] for one in (first, second)] == ["manifest", "manifest"]


DAMAGES = [
    (  # a body altered by who may do everything: the live text is no longer what was published
        "UPDATE articles_article SET body = replace(body, '欠多少', '欠一半') WHERE id = 11",
        ["文章（表 articles_article）编号 11 的内容变了。", "文章 11 的标题或正文与它的线上版本不同：不经发布被改动过。"],
    ),
    (  # a revision altered
        "UPDATE articles_revision SET summary = '另一句' WHERE article_id = 14",
        ["版本（表 articles_revision）编号 {draft} 的内容变了。"],
    ),
    (  # an old address lost
        "DELETE FROM articles_oldaddress",
        [
            "表 articles_oldaddress（旧网址）：清单里是 1 行，现在是 0 行，少了 1 行。",
            "旧网址（表 articles_oldaddress）编号 {old} 不见了。",
        ],
    ),
    (  # a row that was not there
        "INSERT INTO articles_oldaddress (old, \"to\", article_id) VALUES ('/x', '/laws/', NULL)",
        [
            "旧网址（表 articles_oldaddress）编号 {next_old} 是多出来的。",
            "表 articles_oldaddress（旧网址）：清单里是 1 行，现在是 2 行，多了 1 行。",
        ],
    ),
    (  # the record altered with triggers off
        "UPDATE firm_auditrecord SET reason = '改过' WHERE position = 1",
        [
            "操作记录（表 firm_auditrecord）编号 {record} 的内容变了。",
            "操作记录到第 0 条为止是好的：第 1 条记录（编号 {record}，{at}，林律师，{action}）的内容与校验值不符：它被改动过。",
        ],
    ),
    (  # a sequence set back: the next article would want a number that is taken
        "SELECT setval('articles_article_id_seq', 5)",
        [
            "序列 articles_article_id_seq：清单里是 {highest}，现在退到了 5。",
            "序列 articles_article_id_seq 停在 5，而表 articles_article 的 id 已用到 14：新增的行会撞号。",
        ],
    ),
    (  # the trigger that numbers articles
        "ALTER TABLE articles_article DISABLE TRIGGER articles_article_numbers",
        ["触发器 articles_article.articles_article_numbers 被关掉了，它守的规则现在没有守住。"],
    ),
    (
        "DROP TRIGGER articles_article_numbers ON articles_article",
        ["触发器 articles_article.articles_article_numbers：清单里有，现在没有了。"],
    ),
    (
        "DROP INDEX live_newest",
        ["索引 live_newest：清单里有，现在没有了。"],
    ),
    (  # a constraint that holds for new rows only
        "ALTER TABLE articles_image DROP CONSTRAINT image_has_alt, ADD CONSTRAINT image_has_alt CHECK (alt <> '') NOT VALID",
        [
            "约束 articles_image.image_has_alt 没有对已有的行验证过（NOT VALID）。",
            "约束 articles_image.image_has_alt：与清单里的不同。",
        ],
    ),
    (
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'live_newest'::regclass",
        ["索引 live_newest 无效，查询用不上它；请 REINDEX。"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "sentences"), DAMAGES, ids=[damage[:40] for damage, _ in DAMAGES])
def test_each_damage_is_named(damage, sentences, site, verify, tmp_path):
    verify(write_manifest=tmp_path / "清单")
    names = _names()
    sql(TRIGGERS_OFF + damage)
    lines, code = verify(against=tmp_path / "清单", without_media=True)
    assert sorted(wrong(lines)) == sorted(said.format_map(names) for said in sentences)
    assert code == 1


def _names() -> dict:
    """What the sentences name by numbers that sequences gave."""
    first = AuditRecord.objects.get(position=1)
    old = OldAddress.objects.get().pk
    return {
        "draft": Article.objects.get(pk=14).revisions.get().pk, "old": old, "next_old": old + 1, "record": first.pk,
        "at": first.at.astimezone().strftime("%Y-%m-%d %H:%M:%S"), "action": first.action,
        "highest": one("SELECT last_value FROM articles_article_id_seq"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda path: path.unlink(), "文件 {name} 不见了（图片 {pk} 用着它）。"),
        (lambda path: path.write_bytes(b""), "文件 {name} 是空的（图片 {pk} 用着它）。"),
        (
            lambda path: path.write_bytes(b"other"),
            "文件 {name}：内容变了（清单 {bytes:,} 字节，现在 5 字节）。",
        ),
    ],
)
def test_a_damaged_file_is_named(damage, sentence, site, verify, tmp_path):
    verify(write_manifest=tmp_path / "清单")
    image = Image.objects.get()
    name = image.sizes[0]["name"]
    path = Path(default_storage.path(name))
    said = sentence.format(name=name, pk=image.pk, bytes=path.stat().st_size)
    damage(path)
    lines, code = verify(against=tmp_path / "清单")
    assert (wrong(lines), code) == ([said], 1)


def test_a_file_that_nobody_names_is_told_of_and_harms_nobody(verify):
    default_storage.save("images/left.webp", ContentFile(b"x"))
    lines, code = verify()
    assert [line for line in lines if "left" in line] == ["  · 文件 images/left.webp 没有哪一行用着。"]
    assert (lines[-1], code) == ("完好。", 0)


def test_many_altered_rows_are_counted_not_listed(site, verify, tmp_path):
    rows = [OldAddress(old=f"/old/{number}", to="/laws/") for number in range(30)]
    OldAddress.objects.bulk_create(rows)
    verify(write_manifest=tmp_path / "清单")
    sql("UPDATE articles_oldaddress SET \"to\" = '/about/' WHERE article_id IS NULL")
    lines, _ = verify(against=tmp_path / "清单", without_media=True)
    assert len(wrong(lines)) == 21
    assert wrong(lines)[-1] == "表 articles_oldaddress：另有 10 行与清单不同，没有一一列出。"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "没有文件或文件夹"),  # no such file
        ("", "是空的"),
        ('{"what":"rows","of":"x","count":1}\n', "不是 verify --write-manifest 写的清单"),
        ('{"what":"manifest","of":"x","version":1}\n{"what":"ro', "清单第 2 行读不懂"),  # cut off
        ('{"what":"manifest","of":"x","version":1}\n[]\n', "清单第 2 行读不懂"),
    ],
)
def test_what_cannot_be_verified_is_no_finding(text, sentence, tmp_path):
    path = tmp_path / "清单"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(CommandError, match=sentence) as refused:
        call_command("verify", against=path)
    assert refused.value.returncode == 2


def test_a_manifest_that_was_not_finished_has_no_name(tmp_path, monkeypatch):
    monkeypatch.setattr("hefei_site.verifying.checking.texts.texts", lambda progress: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call_command("verify", write_manifest=tmp_path / "清单")
    assert not (tmp_path / "清单").exists()


def test_to_read_indexes_through_wants_the_extension(verify):
    sql("DROP EXTENSION IF EXISTS amcheck")
    lines, code = verify(indexes=True)
    assert (lines, code) == ([], 2)
