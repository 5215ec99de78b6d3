"""What must be so on a machine that was set up from the document: asked as a visitor, a lawyer at the door, an auditor."""

import json
import os
import re
import signal
import time
from pathlib import Path

from drills.processes import until
from drills.rehearsal import CURL, SITE, Rehearsal

ARTICLE = 4321
KEPT = "2026/11/kept.txt"  # a file in the store
ARCHIVE = [
    {
        "number": ARTICLE + number,
        "title": f"试用期内解除劳动合同的第{number + 1}个问题",
        "body": "<p>《中华人民共和国劳动合同法》第三十九条规定了用人单位可以解除劳动合同的情形。</p>" * 3,
        "column": "劳动法",
        "author": "王律师",
        "published_at": "2024-05-06T10:00:00+08:00",
    }
    for number in range(5)
]


def look_around(run: Rehearsal) -> None:
    """What a visitor, a lawyer at the door and an auditor find."""
    run.check("`systemd-analyze verify`", lambda: _verified(run))
    run.check("`systemd-analyze security`, each below 3.0", lambda: _exposure(run))
    run.check("no secret that everybody may read", lambda: _no_open_secret(run))
    run.check("home through nginx, with its headers", lambda: home(run))
    run.check("http leads to https", lambda: _leads_to_https(run))
    run.check("/admin/login/, kept by nobody", lambda: _login(run))
    run.check("what is for monitoring is not for visitors", lambda: _nothing_inside(run))
    run.check("the first account, and a wrong password for it", lambda: _account(run))
    run.check("a small archive, as docs/archive.md says", lambda: archive(run))
    run.check(f"/hf/{ARTICLE}.html", lambda: article(run))
    run.check("nginx hands out what the site keeps in /srv/media", lambda: _media(run))
    for name in [name for name in run.manager.enabled if name.endswith(".timer")]:
        run.check(f"{name} is enabled, and what it starts runs", lambda name=name: _fires(run, name))
    run.check("the site's own role cannot change the record", lambda: _record_stands(run))
    run.check("PostgreSQL has our settings", lambda: _database(run))


def go_on(run: Rehearsal) -> None:
    """What must hold with the new release too, and when things end."""
    run.check("the new release is what runs", lambda: _which_runs(run))
    run.check(f"/hf/{ARTICLE}.html", lambda: article(run))
    run.check("a worker killed with -9", lambda: _worker_killed(run))
    run.check("`systemctl stop hefei` leaves nobody", lambda: _stops(run))


def _verified(run: Rehearsal) -> tuple[bool, str]:
    done = run.machine.shell(
        "systemd-analyze verify /etc/systemd/system/hefei*.service /etc/systemd/system/hefei*.timer"
    )
    return not done.code and not done.output.strip(), done.output or "nothing to say"


def _exposure(run: Rehearsal) -> tuple[bool, str]:
    services = run.machine.path("/etc/systemd/system").glob("hefei*.service")
    found = {}
    for name in sorted(path.name for path in services):
        done = run.machine.shell(
            f"systemd-analyze security --offline=true /etc/systemd/system/{name} | tail -1"
        )
        level = re.search(r"(\d+\.\d)", done.output)
        found[name.removesuffix(".service")] = float(level[1]) if level else 10.0
    return max(found.values()) < 3.0, ", ".join(f"{name} {level}" for name, level in found.items())


def _no_open_secret(run: Rehearsal) -> tuple[bool, str]:
    done = run.machine.shell(
        "find /etc/hefei/secrets -type f -perm /007; find /etc/hefei/secrets -type f | wc -l"
    )
    *opened, number = done.output.split()
    return not opened and int(number) >= 8, " ".join(opened) or f"{number} files, none"


def home(run: Rehearsal) -> tuple[bool, str]:
    """The home page as a visitor gets it, with its headers."""
    status, headers, body = run.ask(f"https://{SITE}/")
    wanted = {
        "strict-transport-security": "max-age=31536000; includesubdomains; preload",
        "x-content-type-options": "nosniff",
        "referrer-policy": "strict-origin-when-cross-origin",
    }
    wrong = [name for name, value in wanted.items() if headers.get(name) != value]
    wrong += [] if "default-src 'none'" in headers.get("content-security-policy", "") else ["csp"]
    wrong += [] if "s-maxage=1" in headers.get("cache-control", "") else ["cache-control"]
    return (
        status == 200 and not wrong and "</html>" in body,
        f"{status} {'wrong: ' if wrong else 'all there'}{wrong or ''}",
    )


def _leads_to_https(run: Rehearsal) -> tuple[bool, str]:
    status, headers, _ = run.ask(f"http://{SITE}/about/")
    return (status, headers.get("location")) == (
        301,
        f"https://{SITE}/about/",
    ), f"{status} {headers.get('location')}"


def _login(run: Rehearsal) -> tuple[bool, str]:
    status, headers, body = run.ask(f"https://{SITE}/admin/login/")
    kept = headers.get("cache-control", "")
    return status == 200 and "no-store" in kept and 'type="password"' in body, f"{status}, {kept}"


def _nothing_inside(run: Rehearsal) -> tuple[bool, str]:
    """From an address that is not this machine's own, as nginx sees it: all but 127.0.0.1 and ::1."""
    found = {
        path: run.ask(f"https://{SITE}{path}", "--interface 127.0.0.2")[0] for path in ("/readyz", "/metrics")
    }
    return set(found.values()) == {403}, ", ".join(f"{path} {status}" for path, status in found.items())


def _account(run: Rehearsal) -> tuple[bool, str]:
    made = run.machine.shell(
        "cd /srv/hefei/current && DJANGO_SUPERUSER_PASSWORD=$(openssl rand -hex 12) "
        "deploy/manage createsuperuser --noinput --username boss --email boss@example.com"
    )
    refused, _, _ = run.ask(f"https://{SITE}/admin/login/", "--data username=boss")
    done = run.machine.shell(LOGIN)
    status = int(done.output or 0)
    return (made.code, refused, status) == (
        0,
        403,
        200,
    ), f"without the form's token {refused}, with a wrong password {status}"


# As a browser does it: the form's token, its cookie, its origin.
LOGIN = f"""
cd /tmp && token=$({CURL} --cookie-jar jar https://{SITE}/admin/login/ | sed -n 's/.*csrfmiddlewaretoken" value="\\([^"]*\\)".*/\\1/p' | head -1)
{CURL} --cookie jar --output /dev/null --write-out '%{{http_code}}' --referer https://{SITE}/admin/login/ \\
  --data-urlencode "csrfmiddlewaretoken=$token" --data username=boss --data password=wrong https://{SITE}/admin/login/
"""
LAWYER = (
    "from firm.models import Lawyer; Lawyer.objects.create(name='王律师', licence_number='13301202010000001')"
)


def archive(run: Rehearsal) -> tuple[bool, str]:
    """A small archive brought in, as docs/archive.md says."""
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in ARCHIVE)
    run.machine.path("/srv/archive.jsonl").write_text(f"{lines}\n", "utf-8")
    done = run.machine.shell(f'cd /srv/hefei/current && deploy/manage shell -c "{LAWYER}"')
    if done.code:
        return False, done.output[-300:]
    done = run.machine.shell(
        "cd /srv/hefei/current && deploy/manage import_articles /srv/archive.jsonl --author 王律师"
    )
    return done.code == 0, (done.output.strip().splitlines() or [""])[-1]


def article(run: Rehearsal) -> tuple[bool, str]:
    """One article of it."""
    status, _, body = run.ask(f"https://{SITE}/hf/{ARTICLE}.html")
    return status == 200 and ARCHIVE[0]["title"] in body, f"{status}, {len(body.encode()) / 1000:.0f} KB"


def _media(run: Rehearsal) -> tuple[bool, str]:
    """As narrow as the unit: UMask=0027."""
    kept = run.machine.shell(f'umask 027 && cd /srv/hefei/current && deploy/manage shell -c "{keep(KEPT)}"')
    status, headers, body = run.ask(f"https://{SITE}/media/{KEPT}")
    good = (
        not kept.code
        and status == 200
        and body.strip() == "kept"
        and "immutable" in headers.get("cache-control", "")
    )
    return good, f"{status}, {headers.get('cache-control')}" if not kept.code else kept.output[-300:]


def keep(file: str) -> str:
    """The code that saves a file in the site's own store, if it is not there."""
    return (
        "from django.core.files.storage import default_storage as store; from django.core.files.base import ContentFile; "
        f"store.exists('{file}') or store.save('{file}', ContentFile(b'kept'))"
    )


def _fires(run: Rehearsal, timer: str) -> tuple[bool, str]:
    name = timer.replace(".timer", ".service")
    unit = run.manager.unit(name)
    if unit.one("Type") != "oneshot":
        return False, "not a oneshot"
    run.manager.start(unit)
    log = run.machine.here.folder / f"unit-{name}.log"
    said = log.read_text("utf-8").strip().splitlines()
    kept = run.machine.path("/var/lib/hefei-audit/last_hash")
    if "audit" in name:
        return kept.is_file() and len(kept.read_text().strip()) == 64, f"{said[-1][:60]} (kept)"
    return True, said[-1] if said else "nothing to do"


def _record_stands(run: Rehearsal) -> tuple[bool, str]:
    asked = 'psql "$(cat /etc/hefei/secrets/site/database_url)" -Atc'
    counted = run.machine.shell(f"{asked} 'TABLE firm_auditrecord' | wc -l")
    done = run.machine.shell(f"{asked} 'TRUNCATE firm_auditrecord'")
    return "permission denied" in done.output and int(counted.output) > 0, done.output


def _database(run: Rehearsal) -> tuple[bool, str]:
    shown = (
        "SELECT current_setting('data_checksums'), current_setting('max_connections'), current_setting('jit')"
    )
    done = run.machine.shell(f'cd / && runuser -u postgres -- psql -AtF " " -c "{shown}" hefei')
    return done.output.split() == ["on", "60", "off"], f"checksums, max_connections, jit: {done.output}"


def _which_runs(run: Rehearsal) -> tuple[bool, str]:
    pid = run.manager.main(run.manager.running["hefei.service"])
    where = Path(f"/proc/{pid}/cwd").readlink()
    return where.name == "1.1", f"granian in /srv/hefei/{where.name}, {len(_workers(pid))} workers"


def _workers(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _worker_killed(run: Rehearsal) -> tuple[bool, str]:
    pid = run.manager.main(run.manager.running["hefei.service"])
    before = _workers(pid)
    os.kill(before[-1], signal.SIGKILL)
    asked = [
        run.ask(f"https://{SITE}/search/?q=%E5%90%88%E5%90%8C{number}")[0] for number in range(10)
    ]  # kept by nobody
    until("another worker", lambda: before[-1] not in _workers(pid) and len(_workers(pid)) == len(before), 20)
    time.sleep(5)  # one that still starts would hear no SIGTERM
    return asked[1:] == [200] * 9, f"put back; ten searches meanwhile: {', '.join(map(str, asked))}"


def _stops(run: Rehearsal) -> tuple[bool, str]:
    pid = run.manager.main(run.manager.running["hefei.service"])
    group = [pid, *_workers(pid)]
    done = run.machine.shell("systemctl stop hefei")
    left = [number for number in group if Path(f"/proc/{number}").exists()]
    status, _, body = run.ask(f"https://{SITE}/about/")
    good = not done.code and not left and status == 503 and "</html>" in body
    return (
        good,
        f"{len(left)} of {len(group)} processes left; nginx answers {status} with its page, {done.seconds:.1f} s",
    )
