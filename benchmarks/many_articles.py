"""An archive of articles as large as asked, the same each time, written by the database itself."""

from contextlib import contextmanager

from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import CharField, TextField

from articles.models import Article, Column, CopyrightNotice, Revision
from firm.access import Role
from firm.models import Lawyer, User

LAWYERS, COLUMNS = 50, 10
BODY = "<p>{}</p>".format(
    "借款人逾期以后，先弄清楚欠多少，再谈怎么还；贷款人催收应当合法，不得骚扰无关的人。" * 12
)
TOPICS = "网贷逾期 信用卡分期 劳动合同 房屋租赁 交通事故 离婚财产 遗产继承 股权转让 商标侵权 民间借贷 工伤认定 个人信息 医疗纠纷 行政处罚 保险理赔 建设工程 消费维权 公司解散 刑事辩护 名誉侵权"
ASKED = "怎么办 如何起诉 能否撤销 怎样举证 由谁承担 时效多久 要不要还 如何调解 有哪些风险 应当注意什么 怎样计算 可以反悔吗 法院怎么判 如何执行"
PLACES = "杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 上海 南京 苏州 合肥 福州 厦门 南昌 济南 青岛 郑州 武汉 长沙 广州 深圳 南宁 海口 重庆 成都 贵阳"

# One in twenty is the first lawyer's, five are the second's, the others' are spread. All but one in five hundred have been
# published, over ten years, and one in a hundred withdrawn since; the first revision of an article has its number.
ARTICLES = """
INSERT INTO articles_article (id, title, body, column_id, author_id, summary, keywords, source_name, source_url, state,
    live_revision_id, published_at, created_at, reread_at, expires_at, kind, shown_notice_id, body_html, excerpt,
    characters, ai_use, coauthor_ids, pinned_ids, banned_ids)
SELECT n, places[1 + n / 7 %% 30] || topics[1 + n %% 20] || asked[1 + n / 20 %% 14] || '（之' || n || '）', %(body)s,
    columns[1 + abs(hashint4(n)) %% 10], CASE WHEN n %% 20 = 0 THEN lawyers[1] WHEN n %% (%(many)s / 5) = 7 THEN lawyers[2]
    ELSE lawyers[3 + abs(hashint4(n + 1)) %% 48] END, '', '', '', '',
    CASE WHEN n %% 500 = 11 THEN 'never_live' WHEN n %% 100 = 1 THEN 'withdrawn' ELSE 'live' END,
    CASE WHEN n %% 500 <> 11 THEN n END, now() - (%(many)s - n) * interval '10 years' / %(many)s, now(),
    now() - (%(many)s - n) * interval '10 years' / %(many)s, CASE WHEN n %% 500 = 3 THEN now() + make_interval(hours => n %% 700 + 1) END,
    'original', %(notice)s, %(body)s, left(%(body)s, 180), 480, 'none', '[]', '[]', '[]'
FROM generate_series(1, %(many)s) AS n, (SELECT %(topics)s::text[] AS topics, %(asked)s::text[] AS asked,
    %(places)s::text[] AS places, %(columns)s::bigint[] AS columns, %(lawyers)s::bigint[] AS lawyers) AS words
"""
REVISIONS = """
INSERT INTO articles_revision (id, article_id, number, tag_names, state, written_by_id, written_at, submitted_at, reason,
    submit_reason, title, body, column_id, author_id, summary, keywords, source_name, source_url, ai_use,
    coauthor_ids, pinned_ids, banned_ids, publish_at)
SELECT a.id + %(after)s, a.id, %(number)s, '[]', %(state)s, coalesce(l.user_id, %(user)s),
    now() - make_interval(mins => a.id::int %% 9999), now() - make_interval(mins => a.id::int %% 9999), '请补充法条依据。', '',
    a.title, a.body, a.column_id, a.author_id, '', '', '', '', 'none', '[]', '[]', '[]',
    CASE WHEN %(state)s = 'approved' THEN now() + make_interval(hours => a.id::int %% 700) END
FROM articles_article AS a JOIN firm_lawyer AS l ON l.id = a.author_id WHERE
"""
NUMBERS = """
SELECT setval(pg_get_serial_sequence('articles_article', 'id'), (SELECT max(id) FROM articles_article)),
    setval(pg_get_serial_sequence('articles_revision', 'id'), (SELECT max(id) FROM articles_revision))
"""
OPEN = {  # state: which articles have such a revision beside the live one
    "draft": "a.id % 500 = 2",
    "in_review": "a.id % 2000 = 4",
    "returned": "a.id % 2000 = 5",
    "approved": "a.id % 2000 = 6",
}


def fill(many: int) -> dict[str, User]:
    """Write so many articles with their revisions; returns who works there, by what is told of them."""
    people = _people()
    notice = CopyrightNotice.objects.create(name="原创", kind="original", wording="{firm}原创。")
    columns = [
        Column.objects.create(
            name=f"栏目{n}", slug=f"column-{n}", notice=notice, reread_months=1 if n < 5 else None
        )
        for n in range(COLUMNS)
    ]
    columns[0].reviewers.add(people["审核人（限栏目）"])
    for column in columns[1:3]:
        column.reviewers.add(people["审核人"])
    with _without_indexes(), connection.cursor() as cursor:
        _write(cursor, many, people, notice, columns)
    return people


@contextmanager
def _without_indexes():
    """To write many rows takes a tenth of the time if indexes are made afterwards."""
    models = (Article, Revision)
    with connection.schema_editor() as editor:
        for model in models:
            for index in model._meta.indexes:
                editor.remove_index(model, index)
    yield
    with connection.schema_editor() as editor:
        for model in models:
            for index in model._meta.indexes:
                editor.add_index(model, index)


def vacuum() -> None:
    """What autovacuum does in time: indexes are read without the rows they stand for."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _write(cursor, many: int, people: dict, notice: CopyrightNotice, columns: list[Column]) -> None:
    words = {"topics": TOPICS.split(), "asked": ASKED.split(), "places": PLACES.split()}
    ids = {
        "columns": [column.pk for column in columns],
        "lawyers": list(Lawyer.objects.order_by("pk").values_list("pk", flat=True)),
    }
    _let_text_be_empty(cursor)
    # The rows fit; to ask for each takes most of the time.
    cursor.execute("SET session_replication_role = replica")
    cursor.execute(ARTICLES, {"many": many, "body": BODY, "notice": notice.pk} | words | ids)
    first = {"user": people["管理员"].pk, "number": 1, "after": 0}
    cursor.execute(REVISIONS + "a.id %% 500 <> 11", first | {"state": "live"})
    cursor.execute(REVISIONS + "a.id %% 500 = 11", first | {"state": "draft"})
    for state, which in OPEN.items():
        where = which.replace("%", "%%") + " AND a.id %% 500 <> 11"
        cursor.execute(REVISIONS + where, first | {"number": 2, "after": many, "state": state})
    cursor.execute("SET session_replication_role = DEFAULT")
    cursor.execute(NUMBERS)


def _let_text_be_empty(cursor) -> None:
    """What the statements above do not name is empty, so that a new field of the models does not stop them."""
    for model in (Article, Revision):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, CharField | TextField) and not field.null:
                cursor.execute(
                    f"ALTER TABLE {model._meta.db_table} ALTER COLUMN {field.column} SET DEFAULT ''"
                )


def _people() -> dict[str, User]:
    users = {}
    for name, role in (
        ("管理员", Role.ADMINISTRATOR),
        ("审核人", Role.REVIEWER),
        ("审核人（限栏目）", Role.REVIEWER),
    ):
        users[name] = _user(f"{role}{len(users)}", role)
    for n in range(LAWYERS):
        user = _user(f"律师{n}", Role.LAWYER)
        Lawyer.objects.create(user=user, name=user.name, licence_number=f"{13301200000000000 + n}")
        if n < 2:
            users[("律师（二十分之一是其文章）", "律师（五篇文章）")[n]] = user
    return users


def _user(name: str, role: Role) -> User:
    user = User.objects.create(username=name, name=name, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user
