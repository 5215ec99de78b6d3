"""The sample content: a firm, its people, their articles, and the provisions that these cite."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from articles import revisions, workflow
from articles.models import Article, Column, CopyrightNotice
from articles.related import recomputing
from articles.tagging import string_from_tags
from firm.access import Role
from firm.models import Firm, Lawyer, User
from hefei_site import sample_accounts
from statutes.importing.citing import cite_statutes
from statutes.importing.outline import read_outline
from statutes.importing.storing import store
from statutes.models import Statute, StatuteAlias
from statutes.searching import index

FOLDER = Path(__file__).parent / "sample"
CHECKED = (
    "转述与条文逐条对照过。"  # why a sample article is submitted although the check doubts some of its words
)
OFFICE_OPENS = time(9, 0, tzinfo=ZoneInfo(settings.TIME_ZONE))


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much a call added; all zero where it had been loaded before."""

    accounts: int = 0
    statutes: int = 0
    articles: int = 0


@transaction.atomic
def load() -> Loaded:
    """Put the sample content into the database, all or nothing; what is there already stays as it is."""
    data = tomllib.loads((FOLDER / "firm.toml").read_text("utf-8"))
    passwords = _people(data)
    columns = _columns(data)
    statutes = sum(map(_statute, tomllib.loads((FOLDER / "laws.toml").read_text("utf-8"))["laws"]))
    if statutes:
        cite_statutes()
    index.refresh()
    articles = _articles(columns, {row["key"]: row["licence_number"] for row in data["lawyers"]})
    if passwords:
        sample_accounts.write(passwords)
    return Loaded(len(passwords), statutes, articles)


def _people(data: dict) -> dict[str, str]:
    """The firm's row where it is still bare, its lawyers and staff; the passwords of the accounts made now."""
    if not Firm.load().about:
        Firm.objects.filter(pk=Firm.THE_ONE).update(**{k: v.strip() for k, v in data["firm"].items()})
    passwords = {}
    for row in [*data["lawyers"], *data["staff"]]:
        user, made = _account(row["username"], row["name"], row.get("role", Role.LAWYER))
        if made:
            passwords[user.username] = made
        if "licence_number" in row:
            _lawyer(row, user)
    return passwords


def _account(username: str, name: str, role: str) -> tuple[User, str]:
    """The account and, where it is new, its random password."""
    user = User.objects.filter(username=username).first()
    if user is not None:
        return user, ""
    password = sample_accounts.random_password()
    user = User.objects.create_user(username, password=password, name=name, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user, password


def _lawyer(row: dict, user: User) -> None:
    fields = {name: row[name] for name in ("name", "title", "specialties", "bio")}
    Lawyer.objects.get_or_create(licence_number=row["licence_number"], defaults={"user": user, **fields})


def _columns(data: dict) -> dict[str, Column]:
    notices = {}
    for row in data["notices"]:
        defaults = {"kind": row["kind"], "wording": row["wording"]}
        notices[row["key"]], _ = CopyrightNotice.objects.get_or_create(name=row["name"], defaults=defaults)
    columns = {}
    for place, row in enumerate(data["columns"]):
        defaults = {"name": row["name"], "description": row["description"], "order": place * 10}
        defaults["notice"] = notices[row["notice"]]
        columns[row["slug"]], _ = Column.objects.get_or_create(slug=row["slug"], defaults=defaults)
    return columns


def _statute(row: dict) -> bool:
    """Whether a statute was added, with its aliases and, where there is a file, the excerpt of its text."""
    names = row.pop("aliases", [])
    statute, added = Statute.objects.get_or_create(title=row["title"], defaults=row)
    if not added:
        return False
    StatuteAlias.objects.bulk_create(
        [StatuteAlias(statute=statute, name=n) for n in names], ignore_conflicts=True
    )
    text = FOLDER / "laws" / f"{statute.slug}.md"
    if text.exists():
        store(read_outline(text.read_text("utf-8")), statute, is_excerpt=True)
    return True


def _articles(columns: dict[str, Column], licences: dict[str, str]) -> int:
    """Write and publish the articles that are not there, each by its author, through the workflow."""
    lawyers = {key: Lawyer.objects.get(licence_number=number) for key, number in licences.items()}
    reviewer = User.objects.get(username="shenhe")
    files = {int(path.stem): path for path in sorted((FOLDER / "articles").glob("*.html"))}
    there = set(Article.objects.filter(pk__in=files).values_list("pk", flat=True))
    added = [_article(path, columns, lawyers, reviewer) for pk, path in files.items() if pk not in there]
    if added:
        recomputing.afresh([article.pk for article in added])
    return len(added)


def _article(path: Path, columns: dict[str, Column], lawyers: dict[str, Lawyer], reviewer: User) -> Article:
    _, head, body = path.read_text("utf-8").split("+++", 2)
    row = tomllib.loads(head)
    author = lawyers[row["author"]]
    content = {
        "title": row["title"],
        "body": body,
        "column": columns[row["column"]],
        "author": author,
        "summary": row["summary"],
        "keywords": string_from_tags(row["keywords"]),
        "source_name": row.get("source", ""),
        "publish_at": datetime.combine(row["published"], OFFICE_OPENS),
        "ai_use": "none",
    }
    article = revisions.start(content, row["tags"], by=author.user, pk=int(path.stem)).article
    workflow.perform("submit", article, by=author.user, reason=row.get("submit_reason", CHECKED))
    return workflow.perform("publish", article, by=reviewer)
