"""docs/backup.md typed into a fresh machine: set up, written to, restored to a moment, one table brought back; then the second way."""

import shutil
import time
from collections.abc import Callable

from drills import document, fresh_checks, fresh_source, units
from drills.fresh_machine import Machine
from drills.processes import DrillError, Place
from drills.rehearsal import SITE, Rehearsal
from drills.site import ROOT

PAGE = ROOT / "docs/backup.md"
RESTORE = "## The whole to a moment"
SECOND = "## By the second way"
NEW = "## On a new machine"
BESIDE = "## One article, one table"
REPLACED = "runuser -u postgres -- pgbackrest --stanza=hefei --type=time"  # the line in whose place the second way has others
FILE = "2026/11/backup.txt"
ROWS = "__import__('articles.models').models.OldAddress.objects"


def another(here: Place, machine: Machine) -> Rehearsal:
    """A new machine for the day on which the old one is gone, not started: a copy of it before anything was done, with the same backup."""
    place = Place(here.folder / "of-new", here.processes)
    place.folder.mkdir()
    new = fresh_source.copied(here, machine.root, here.folder / "new")
    new.here, new.lent = place, list(machine.lent)
    backup = machine.path("/srv/backup")
    backup.mkdir()
    new.lend(backup, "/srv/backup", writable=True)
    return Rehearsal(new, units.Manager(new), name="new machine")


def rehearse(run: Rehearsal, new: Rehearsal) -> None:
    """All of the page, in its order. Raises DrillError where a command fails."""
    run.new_shell()
    _type(run, document.read(PAGE, "### On the machine that takes writes"))
    _type(run, document.read(PAGE, "### See that it works"))
    _both_sides_of_a_moment(run, "pgBackRest", lambda commands: commands)
    _beside(run)
    _on_a_new_machine(run, new)
    run.new_shell()
    _type(run, document.read(PAGE, "### The second way"))
    _both_sides_of_a_moment(run, "the second way", _by_copy)


def _type(run: Rehearsal, commands: list[str], moment: str = "") -> None:
    for command in commands:
        run.type(fresh_source.chosen(command, moment=moment))


def _by_copy(commands: list[str]) -> list[str]:
    """The restore's commands with those of the second way in the place of pgBackRest's."""
    at = next(number for number, command in enumerate(commands) if command.startswith(REPLACED))
    return [*commands[:at], *document.read(PAGE, SECOND), *commands[at + 1 :]]


def _both_sides_of_a_moment(run: Rehearsal, way: str, chosen: Callable[[list[str]], list[str]]) -> None:
    """Something is written, then the moment, then everything is deleted; restored, the first is there and the second is not."""
    run.check("an article is there, a lawyer and a file are saved", lambda: _write(run, f"{way} 之前"))
    time.sleep(65)  # the backup takes files that are a minute old
    _copied(run)
    moment = now(run)
    time.sleep(2)
    run.check(
        "after the moment: another lawyer, all articles and the file deleted",
        lambda: _destroy(run, f"{way} 之后"),
    )
    run.new_shell()
    _type(run, chosen(document.read(PAGE, RESTORE)), moment)
    run.check("what was there at the moment is there, nothing else", lambda: _restored(run, way))


def _copied(run: Rehearsal) -> None:
    run.manager.start(run.manager.unit("hefei-backup-media"))


def _write(run: Rehearsal, name: str) -> tuple[bool, str]:
    status = fresh_checks.article(run)[0]
    done = _shell(
        run, f"{_lawyer(name)}; {fresh_checks.keep(FILE)}; {ROWS}.get_or_create(old='/kept', to='/about/')"
    )
    return status and not done.code, done.output[-90:] if done.code else ""


def _destroy(run: Rehearsal, name: str) -> tuple[bool, str]:
    done = _shell(run, _lawyer(name))
    query = "SET session_replication_role = replica; DELETE FROM articles_article; SELECT count(*) FROM articles_article"
    gone = run.machine.shell(f'runuser -u postgres -- psql -d hefei -XAtc "{query}"; rm /srv/media/{FILE}')
    return not (done.code or gone.code), f"{gone.output.split()[-1]} articles"


def _restored(run: Rehearsal, way: str) -> tuple[bool, str]:
    there, said = fresh_checks.article(run)
    listed = run.machine.shell("runuser -u postgres -- psql -d hefei -XAtc 'SELECT name FROM firm_lawyer'")
    lawyers = ", ".join(name for name in listed.output.splitlines() if name.startswith(way))
    status, _, body = run.ask(f"https://{SITE}/media/{FILE}")
    good = there and lawyers == f"{way} 之前" and (status, body.strip()) == (200, "kept")
    return good, f"article {said}; lawyers: {lawyers}; the file {status}"


def _beside(run: Rehearsal) -> None:
    """One table brought back from a copy beside the running site."""
    moment = now(run)
    time.sleep(2)
    lost = _shell(run, f"{ROWS}.filter(old='/kept').delete()")
    if lost.code:
        raise DrillError(lost.output[-300:])
    run.new_shell()
    _type(run, document.read(PAGE, BESIDE), moment)
    run.check("the row that was deleted is there again", lambda: _has_row(run))


def _on_a_new_machine(run: Rehearsal, new: Rehearsal) -> None:
    """What was there a moment before the old machine's end, on another one, from the backup and the one file that was carried away."""
    moment = now(run)
    time.sleep(2)
    run.check("later: another lawyer is saved", lambda: _later(run))
    archived = run.machine.shell("cd / && runuser -u postgres -- pgbackrest --stanza=hefei check")
    if archived.code:
        raise DrillError(archived.output)
    new.machine.start()
    new.manager.install()
    source = fresh_source.lend(new.machine)
    away = "/root/away.tar.gz"
    shutil.copyfile(run.machine.path(away), new.machine.path(away))
    for step in document.steps(PAGE, NEW, 1):
        commands = [fresh_source.chosen(command, source, moment) for command in step.commands]
        if step.heading:
            new.section(step.heading, commands)
        else:
            _type(new, commands)
    new.check("what was there at the moment is there, nothing else", lambda: _restored(new, "pgBackRest"))
    new.machine.first.kill()
    run.failed += new.failed


def _later(run: Rehearsal) -> tuple[bool, str]:
    done = _shell(run, _lawyer("pgBackRest 后来"))
    return not done.code, done.output


def _has_row(run: Rehearsal) -> tuple[bool, str]:
    done = _shell(run, f"print(*{ROWS}.filter(old='/kept').values_list('to', flat=True))")
    return done.output.strip() == "/about/", done.output


def now(run: Rehearsal) -> str:
    """The moment, as the page has it written."""
    return run.machine.shell("date '+%Y-%m-%d %H:%M:%S%:z'").output.strip()


def _shell(run: Rehearsal, code: str):
    return run.machine.shell(f'umask 027; cd /srv/hefei/current && deploy/manage shell -v 0 -c "{code}"')


def _lawyer(name: str) -> str:
    number = sum(name.encode())
    return f"from firm.models import Lawyer; Lawyer.objects.create(name='{name}', licence_number='8{number:016d}')"
