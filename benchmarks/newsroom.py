"""The newsroom of an archive as its people see it: who they are, the pages that they open, and a session that may."""

from django.conf import settings
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.models import Article
from benchmarks.filled import FIRST
from firm import second_factor
from firm.models import User
from hefei_site.generating.people import newsroom

LIST = "/admin/articles/article/"


def people() -> dict[str, User]:
    """Who works there, by what is told of them."""
    house = newsroom()
    return {
        "管理员": house.administrator,
        "审核人": house.reviewer,
        "审核人（限栏目）": house.reviewer_of_one_column,
        "律师（二十分之一是其文章）": house.lawyers[0].user,
        "律师（五篇文章）": house.lawyers[1].user,
    }


def without_collected_files() -> None:
    """Let pages be asked for in this process although static files have not been collected."""
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.STORAGES = settings.STORAGES | plain
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


def pages(people: dict[str, User]) -> list[tuple[str, User, str]]:
    """What they open: its name, who, and the path."""
    boss, lawyers = people["管理员"], [user for name, user in people.items() if name.startswith("律师")]
    drafted = Article.objects.filter(revisions__state="draft").order_by("-pk").first()
    live = Article.objects.filter(state="live", pk__gte=FIRST).order_by("-pk").first()
    asked = {
        "列表第 1 页": "",
        "列表第 2 页": "?p=2",
        "列表第 200 页": "?p=200",
        "进度：待审核": "?work=in_review",
        "进度：草稿": "?work=draft",
        "状态：已撤下": "?state__exact=withdrawn",
        "状态：未发布": "?state__exact=never_live",
        "栏目": f"?column__id__exact={live.column_id}",
        "作者（五篇）": f"?author__id__exact={lawyers[1].lawyer.pk}",
        "作者和状态": f"?author__id__exact={lawyers[0].lawyer.pk}&state__exact=withdrawn",
        "栏目、状态和进度": f"?column__id__exact={live.column_id}&state__exact=live&work=draft",
        "搜索两个字，常见（离婚）": "?q=离婚",
        "搜索两个字，没有（龘龘）": "?q=龘龘",
        "搜索一个词，很少（之4711）": "?q=之4711",
        "搜索两个词（杭州 工伤）": "?q=杭州 工伤",
        "搜索编号": f"?q={live.pk}",
        "搜索，又按栏目": f"?column__id__exact={live.column_id}&q=离婚",
        "修改页": f"{drafted.pk}/change/",
    }
    pages = [(f"管理员　{name}", boss, LIST + path) for name, path in asked.items()]
    for name, user in people.items():
        pages += [
            (f"{name}　列表", user, LIST),
            (f"{name}　搜索 离婚", user, f"{LIST}?q=离婚"),
            (f"{name}　首页", user, "/admin/"),
            (f"{name}　发布日历", user, f"{LIST}calendar/"),
            (f"{name}　复查", user, f"{LIST}rereading/"),
        ]
    return pages


def logged_in(user: User) -> Client:
    """A session that has come all the way, past the second factor where the account needs one."""
    client = Client(headers={"host": "localhost"})
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    if second_factor.is_asked_for(user):
        device, _ = TOTPDevice.objects.get_or_create(user=user, name="验证器")
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    return client
