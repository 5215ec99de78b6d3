"""What is typed and asked, in order: started, looked at, saved, brought back to a moment and on a new machine, renewed."""

from drills import document, table
from drills.containers import images, looks
from drills.containers.engine import Engine
from drills.containers.site import DOCS, Site
from drills.processes import DrillError, Place


def all_of_it(here: Place, engine: Engine) -> None:
    """Raises DrillError at the first row that does not hold."""
    site = Site(here, engine)
    start, certificate, release = _blocks("production.md", "## With Docker")
    site.type_all(start)
    table.row("every service is up and well", lambda: looks.all_well(site))
    looks.make_certificate(site)
    site.type_all(certificate)
    looks.around(site)
    site.type_under("backup.md", "## With Docker")
    table.row("a backup, and the site knows of it", lambda: looks.saved(site))
    table.row("a moment later all articles are gone", lambda: looks.disaster(site))
    site.type_under("backup.md", "## With Docker: back to a moment")
    table.row("what was there at the moment", lambda: looks.there_again(site))
    table.row("a backup, and the site knows of it", lambda: looks.saved(site))
    table.row("all volumes are lost", lambda: site.compose("down --volumes") and "")
    site.type_under("backup.md", "## With Docker: a new machine")
    site.type_all(certificate)
    table.row("what was there before", lambda: looks.there_again(site))
    images.commit(here, site.source, "A new release")
    with looks.Reader(site) as reader:
        site.type_all(release)
        table.row("every service is up and well", lambda: looks.all_well(site))
    table.row("a reader of one article all the while", reader.told)
    table.row("`docker compose down`", lambda: site.compose("down") and "")


def last_words(here: Place, engine: Engine) -> str:
    """The end of what each container said, for who looks for what was wrong."""
    try:
        names = engine.docker("ps", "--all", "--format", "{{.Names}}").split()
        ask = 'for name; do echo "--- $name"; docker logs --tail 15 "$name" 2>&1; done'
        return here.run(["sh", "-c", ask, "sh", *names], environment=engine.environment())
    except DrillError as error:
        return str(error)


def _blocks(page: str, heading: str) -> list[list[str]]:
    """The commands of each block: what lies between is for who reads."""
    text = document.section((DOCS / page).read_text("utf-8"), heading)
    return [document.commands(f"```sh\n{block}```\n") for block in document.BLOCK.findall(text)]
