"""What must be so of the site in containers: asked as a visitor, of the engine, and from inside the services."""

import json
import re
import shlex
from collections import Counter

from drills import table
from drills.containers.site import Site
from drills.fresh_checks import ARCHIVE, ARTICLE, KEPT, LAWYER, keep
from drills.meanwhile import Meanwhile
from drills.processes import DrillError, until
from drills.rehearsal import SITE

SECRETS = {
    "database": {"database": 3, "backup": 1},
    "application": {"site": 2},
    "run_due": {"site": 2},
    "backup": {"backup": 1},
    "nginx": {"certificate": 2},
}
LOOK = "{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}} {{.HostConfig.PidsLimit}}"
STATES = '{{.Label "com.docker.compose.service"}} {{.Status}}'
CONFINED = "true [ALL] [no-new-privileges:true] 512"
REACHES = {  # whom a service can speak to
    "application": {"database:5432", "nginx:8443"},
    "nginx": {"application:8000"},
    "database": {"application:8000"},
    "backup": set(),
}
SAYS = re.compile(r"数据库可以恢复到[^\"]*")


def around(site: Site) -> None:
    """The rows of a first look."""
    for what, ask in (
        ("https, and http that leads to it", lambda: until("nginx", lambda: _home(site), 30)),
        ("what is for monitoring is not for visitors", lambda: _hidden(site)),
        ("each is confined", lambda: _confined(site)),
        ("each sees its own secrets alone", lambda: _own_secrets(site)),
        ("each reaches whom it must, and nobody else", lambda: _reaches(site)),
        ("a small archive, as docs/archive.md says", lambda: _archive(site)),
        (f"/hf/{ARTICLE}.html", lambda: _article(site)),
        ("nginx hands out what the site keeps in /srv/media", lambda: _media(site)),
    ):
        table.row(what, ask)


def all_well(site: Site) -> str:
    """Wait until each service that stays up is healthy."""

    def states() -> dict[str, str]:
        lines = site.say(f"docker ps --format {shlex.quote(STATES)}").splitlines()
        return dict(line.split(" ", 1) for line in lines)

    wanted = set(SECRETS)
    until(
        "every service",
        lambda: (now := states()) and set(now) == wanted and all("(healthy)" in how for how in now.values()),
        300,
        2,
    )
    return ", ".join(sorted(wanted))


def make_certificate(site: Site) -> None:
    """What a keeper was given: a chain and a key beside compose.yaml; visitors trust it."""
    site.say(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=given "
        f"-addext subjectAltName=DNS:{SITE} -keyout key.pem -out fullchain.pem && cp fullchain.pem ../trusted.pem"
    )


def saved(site: Site) -> str:
    """A backup is due; wait until the site says so."""
    before = _noted(site)
    site.compose("exec backup rm -f /srv/backup/.made </dev/null")
    site.compose("restart backup")  # else within ten minutes
    until("the site to know", lambda: _noted(site) > before, 600, 2)  # as long as pgBackRest waits for WAL
    said = SAYS.search(_monitored(site))
    if not said:
        raise DrillError(f"/readyz says {_monitored(site)[:500]}")
    return said[0]


def _noted(site: Site) -> int:
    return int(site.sql("SELECT count(*) FROM firm_backup"))


def disaster(site: Site) -> str:
    """Everything of value goes; the moment before is kept."""
    site.moment_is_now()
    site.sql("SELECT pg_sleep(1)")
    site.sql("TRUNCATE articles_article CASCADE")
    site.sql("SELECT pg_switch_wal()")
    site.compose("exec application sh -c 'rm -r /srv/media/*' </dev/null")
    left = site.sql("SELECT count(*) FROM articles_article")
    return f"{left} left, pictures deleted"


def there_again(site: Site) -> str:
    """The articles and the files, as visitors see them."""
    all_well(site)
    return f"{_article(site)}; {_media(site, is_new=False)}"


class Reader(Meanwhile):
    """A visitor who asks for one article again and again."""

    pause = 0.1

    def __init__(self, site: Site):
        self._site, self._answers = site, Counter()

    def look(self) -> None:
        self._answers[self._site.ask(f"/hf/{ARTICLE}.html")[0]] += 1

    def told(self) -> str:
        """How many were answered, and how."""
        return f"{self._answers.total()} asked: {dict(self._answers)}"


def _home(site: Site) -> str:
    secure, plain = site.ask("/"), site.ask("/about/", scheme="http")
    good = secure[0] == 200 and plain[:2] == (301, f"https://{SITE}/about/")
    return f"{secure[0]}; {plain[0]} {plain[1]}" if good else ""


def _hidden(site: Site) -> str:
    found = {path: site.ask(path)[0] for path in ("/readyz", "/metrics")}
    if set(found.values()) != {403}:
        raise DrillError(str(found))
    return str(found)


def _confined(site: Site) -> str:
    for name in SECRETS:
        number = site.compose(f"ps -q {name}")
        if (how := site.say(f"docker inspect --format {shlex.quote(LOOK)} {number}")) != CONFINED:
            raise DrillError(f"{name}: {how}")
        who = site.compose(f"exec {name} id -u </dev/null")
        written = site.compose(
            f"exec {name} sh -c 'for folder in / /etc /usr /srv /var/lib; do touch $folder/x 2>/dev/null && echo $folder; done; true' </dev/null"
        )
        if who == "0" or written:
            raise DrillError(f"{name} is {who} and writes to {written}")
    return "read-only, no capability, not root"


def _own_secrets(site: Site) -> str:
    look = 'find /secrets -type f -exec sh -c \'cat "$1" >/dev/null && echo "$1"\' sh {} \\;'
    for name, wanted in SECRETS.items():
        said = site.compose(f"exec {name} sh -c {shlex.quote(look)} </dev/null")
        found = Counter(line.split("/")[2] for line in said.splitlines())
        if found != wanted:
            raise DrillError(f"{name} reads {said}")
    return ", ".join(f"{name}: {' and '.join(wanted)}" for name, wanted in SECRETS.items())


def _reaches(site: Site) -> str:
    others = sorted(set().union(*REACHES.values()))
    for name, wanted in REACHES.items():
        asked = "; ".join(
            f"timeout 3 bash -c '</dev/tcp/{one.replace(':', '/')}' 2>/dev/null && echo {one}"
            for one in others
            if not one.startswith(name)
        )
        found = set(site.compose(f"exec {name} bash -c {shlex.quote(asked + '; true')} </dev/null").split())
        if found != wanted:
            raise DrillError(f"{name} reaches {found or 'nobody'}")
    return "; ".join(f"{name}: {', '.join(sorted(wanted)) or 'nobody'}" for name, wanted in REACHES.items())


def _archive(site: Site) -> str:
    lines = "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in ARCHIVE)
    (site.here.folder / "archive.jsonl").write_text(lines, "utf-8")
    site.compose(f"exec application python manage.py shell -c {shlex.quote(LAWYER)} </dev/null")
    said = site.compose(
        "exec application sh -c 'cat > /tmp/archive.jsonl && python manage.py import_articles /tmp/archive.jsonl --author 王律师' < ../archive.jsonl"
    )
    return said.splitlines()[-1]


def _article(site: Site) -> str:
    status, _, body = site.ask(f"/hf/{ARTICLE}.html")
    if status != 200 or ARCHIVE[0]["title"] not in body:
        raise DrillError(f"/hf/{ARTICLE}.html: {status}")
    return f"/hf/{ARTICLE}.html 200, {len(body.encode()) / 1000:.0f} KB"


def _media(site: Site, *, is_new: bool = True) -> str:
    if is_new:
        site.compose(f"exec application python manage.py shell -c {shlex.quote(keep(KEPT))} </dev/null")
        # A file that is younger than a minute may still be written, and waits for the next backup.
        site.compose(f"exec application touch -d -5minutes /srv/media/{KEPT} </dev/null")
    status, _, body = site.ask(f"/media/{KEPT}")
    if (status, body) != (200, "kept"):
        raise DrillError(f"the file: {status}")
    return f"/media/{KEPT} 200"


def _monitored(site: Site) -> str:
    """What /readyz says to who asks the application itself."""
    return site.compose(
        f"exec nginx curl --silent --header Host:{SITE} --header X-Forwarded-Proto:https http://application:8000/readyz </dev/null"
    )
