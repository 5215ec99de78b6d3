"""How an export names notices, columns, lawyers and accounts, and what stands behind the names in this database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from articles.archive.records import SourceRefused
from articles.models import Column, CopyrightNotice, OldAddress
from firm.models import Lawyer, User

NOTICE = ("name", "kind", "wording")
COLUMN = ("name", "slug", "description", "order", "needs_second_reviewer", "reread_months")
LAWYER = ("name", "title", "licence_number", "is_trainee", "specialties", "bio", "order", "is_on_staff")


@dataclass(slots=True)
class Names:
    """The rows by their names: notices by name, columns by slug, lawyers by licence or name, accounts by username."""

    notices: dict[str, CopyrightNotice] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    lawyers: dict[str, Lawyer] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)


def key_of(lawyer: Lawyer) -> str:
    """A lawyer's licence number; the name of a trainee, who has none."""
    return lawyer.licence_number or lawyer.name


def lines() -> Iterable[dict]:
    """What an export says before the articles."""
    for notice in CopyrightNotice.objects.order_by("pk"):
        yield {"kind": "notice", "notice": _told(notice, NOTICE)}
    for column in Column.objects.select_related("notice").order_by("pk"):
        yield {"kind": "column", "column": _told(column, COLUMN) | {"notice": column.notice.name}}
    for lawyer in Lawyer.objects.order_by("pk"):
        ends = lawyer.licence_expires_on
        yield {
            "kind": "lawyer",
            "lawyer": _told(lawyer, LAWYER) | {"licence_expires_on": ends and ends.isoformat()},
        }


def known(own: Iterable[Mapping]) -> Names:
    """The names of an export in this database, made where they are not there; the caller holds the transaction.

    Raises SourceRefused for lines that cannot be read.
    """
    names = Names()
    try:
        for line in own:
            kind = line["kind"]
            MAKERS[kind](dict(line[kind]), names)
    except (KeyError, TypeError, ValueError) as error:
        raise SourceRefused(f"文件开头的栏目、律师或声明读不懂：{error}") from error
    return names


def _notice(told: dict, names: Names) -> None:
    rest = {name: told[name] for name in NOTICE}
    names.notices[told["name"]] = CopyrightNotice.objects.get_or_create(name=told["name"], defaults=rest)[0]


def _column(told: dict, names: Names) -> None:
    rest = {name: told[name] for name in COLUMN} | {"notice": names.notices[told["notice"]]}
    known = (
        Column.objects.filter(slug=told["slug"]).first() or Column.objects.filter(name=told["name"]).first()
    )
    names.columns[told["slug"]] = known or Column.objects.create(**rest)


def _lawyer(told: dict, names: Names) -> None:
    ends = told.get("licence_expires_on")
    rest = {name: told[name] for name in LAWYER} | {"licence_expires_on": ends and date.fromisoformat(ends)}
    number = told["licence_number"]
    by = {"licence_number": number} if number else {"name": told["name"], "is_trainee": True}
    found = Lawyer.objects.filter(**by).first() or Lawyer.objects.create(**rest)
    names.lawyers[key_of(found)] = found


def _account(told: dict, names: Names) -> None:
    names.accounts[told["username"]] = account(told["username"], told["name"])


def _address(told: dict, names: Names) -> None:
    OldAddress.objects.get_or_create(old=told["old"], defaults={"to": told["to"]})


def account(username: str, name: str) -> User:
    """The account of that name; one that is made is nobody's, and nobody can log in with it."""
    user, is_new = User.objects.get_or_create(username=username, defaults={"name": name, "is_active": False})
    if is_new:
        user.set_unusable_password()
        user.save()
    return user


def _told(row, fields: Iterable[str]) -> dict:
    return {name: getattr(row, name) for name in fields}


MAKERS = {"notice": _notice, "column": _column, "lawyer": _lawyer, "account": _account, "address": _address}
