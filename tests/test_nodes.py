"""Nodes are alike: what a process remembers for itself is a copy or a count, never the only place where something stands."""

import ast

from django.conf import settings

from tests.test_architecture import MODULES, ids, imported, tree

CONTAINERS = (ast.Dict, ast.List, ast.Set, ast.DictComp, ast.ListComp, ast.SetComp)
MAKERS = {
    "dict",
    "list",
    "set",
    "OrderedDict",
    "defaultdict",
    "deque",
    "Counter",
    "Counts",
    "Shelf",
    "local",
    "WeakKeyDictionary",
}

# Module-level names that hold what changes while the process runs, and what each is.
REMEMBERED = {
    "articles/rendering/messages.py _kept": "pages of 404 and 410, by the site's version in the database",
    "articles/rendering/surroundings.py _kept": "what stands around each page, by the same version",
    "hefei_site/embedded_postgres.py _held": "development only: the lock of the server in use",
    "hefei_site/watching/counting.py counts": "what this process answered, for /metrics",
    "hefei_site/watching/deadline.py _asking": "threads that are asking, for /readyz",
    "hefei_site/watching/metrics.py _counted": "counts of very many rows, for a minute",
    "statutes/searching/library.py _kept": "the words of the law, by a digest that the database works out at each use",
}
# Functions that remember what they once gave for as long as the process runs; the others are bounded and pure.
ASKED_ONCE = {
    "articles/rendering/release.py _digest",  # of the code's own files
    "articles/rendering/standing.py _statement",  # the words of a query
    "firm/standbys.py watch",  # a standby's state, looked at each second
    "hefei_site/generating/cited.py _known",  # of files that come with the code
    "hefei_site/watching/readiness.py known_migrations",  # of the code's own files
}


def changing(module: ast.Module) -> set[str]:
    """The lower-case names of a module that hold a container."""
    found = set()
    for part in module.body:
        targets = part.targets if isinstance(part, ast.Assign) else [getattr(part, "target", None)]
        value = getattr(part, "value", None)
        made = (
            isinstance(value, ast.Call)
            and getattr(value.func, "id", getattr(value.func, "attr", "")) in MAKERS
        )
        if isinstance(value, CONTAINERS) or made:
            found |= {
                target.id for target in targets if isinstance(target, ast.Name) and not target.id.isupper()
            }
    return found - {"urlpatterns"}


def test_what_a_process_remembers_is_known():
    found = {
        f"{ids(path)} {name}"
        for path in MODULES
        if path.name != "settings.py"
        for name in changing(tree(path))
    }
    assert found - {name for name in found if name.endswith(" __all__")} == set(REMEMBERED)


def test_no_function_changes_a_name_of_its_module():
    found = [ids(path) for path in MODULES for part in ast.walk(tree(path)) if isinstance(part, ast.Global)]
    assert found == []


def test_what_is_asked_once_is_known():
    found = {
        f"{ids(path)} {part.name}"
        for path in MODULES
        for part in ast.walk(tree(path))
        if isinstance(part, ast.FunctionDef)
        for way in part.decorator_list
        if isinstance(way, ast.Name) and way.id == "cache"
    }
    assert found == ASKED_ONCE


def test_nobody_uses_the_memory_cache_of_django():
    """Its default is each process's own; whoever wants one would have to say whose."""
    assert [ids(path) for path in MODULES if any("core.cache" in name for name in imported(tree(path)))] == []


def test_sessions_and_lock_outs_are_rows():
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    assert settings.AXES_HANDLER == "firm.lockout.Lockout"  # over axes' rows
    assert (
        settings.MESSAGE_STORAGE == "hefei_site.notes.Notes"
    )  # signed cookies; what is too long for one, the session
