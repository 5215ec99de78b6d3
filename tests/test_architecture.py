"""The rules of the house: four floors, arrows only downward, one place for each rule, short files."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ["firm", "statutes", "articles", "hefei_site"]  # the ground first
MODULES = sorted(
    path for floor in FLOORS for path in (ROOT / floor).rglob("*.py") if "migrations" not in path.parts
)
LONGEST_FILE, LONGEST_FUNCTION = 350, 50


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(node: ast.AST) -> set[str]:
    """The modules that a piece of code imports, also inside functions; `from a import b` counts as a.b too."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Import):
            found |= {alias.name for alias in part.names}
        elif isinstance(part, ast.ImportFrom):
            found |= {part.module or "", *(f"{part.module}.{alias.name}" for alias in part.names)}
    return found


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_arrows_point_down(path):
    floor = FLOORS.index(path.relative_to(ROOT).parts[0])
    upper = set(FLOORS[floor + 1 :])
    assert sorted(name for name in imported(tree(path)) if name.split(".")[0] in upper) == []


def test_no_import_cycle():
    names = {name_of(path): path for path in MODULES}
    graph = {name: imported(tree(path)) & set(names) - {name} for name, path in names.items()}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]):
        assert name not in way, " -> ".join([*way, name])
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*way, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


def test_no_import_inside_a_function():
    """A need for one means that the code stands on the wrong floor; AppConfig.ready alone may."""
    found = [
        f"{ids(path)}:{function.lineno} {function.name}"
        for path in MODULES
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef) and imported(function)
    ]
    assert [where for where in found if not where.endswith(" ready")] == []


def test_only_the_audit_listens_to_signals():
    listening = [ids(path) for path in MODULES if "django.dispatch.receiver" in imported(tree(path))]
    assert listening == ["firm/audit.py"]


def test_no_work_is_hidden_in_save():
    found = [
        f"{ids(path)}:{part.lineno}"
        for path in MODULES
        if "models" in path.parts
        for part in ast.walk(tree(path))
        if isinstance(part, ast.FunctionDef) and part.name in {"save", "delete"}
    ]
    assert found == []


def test_the_pure_parts_know_nothing_of_django():
    pure = [*(ROOT / "statutes/citations").rglob("*.py"), *(ROOT / "statutes/language").rglob("*.py")]
    pure += (ROOT / "articles/linting").rglob("*.py")
    names = ("body", "effect", "header", "naming", "outline", "repeals", "sources", "tree", "word")
    pure += [ROOT / f"statutes/importing/{name}.py" for name in names]
    pure += [ROOT / f"statutes/{name}.py" for name in ("changes", "difference")]
    pure += [*(ROOT / "articles/comparing").rglob("*.py")]
    assert [ids(p) for p in pure if any(name.split(".")[0] == "django" for name in imported(tree(p)))] == []


def test_the_environment_is_read_in_the_settings_alone():
    def of(*names):
        return [ids(path) for path in MODULES if imported(tree(path)) & set(names)]

    # The settings' own two: what an address of a database says, and that a key may stand in a file.
    own = ["hefei_site/databases.py", "hefei_site/secret_files.py"]
    assert of("environ", "os.environ", "os.getenv", "decouple") == own
    assert of(*(file.replace("/", ".").removesuffix(".py") for file in own)) == ["hefei_site/settings.py"]


def test_state_has_one_writer():
    """Article.state and Revision.state are assigned in the workflow, and where a new draft makes room."""
    writers = set()
    for path in MODULES:
        for part in ast.walk(tree(path)):
            if isinstance(part, ast.Assign):
                targets = [t for t in part.targets if isinstance(t, ast.Attribute) and t.attr == "state"]
                writers |= {ids(path)} if targets else set()
            elif isinstance(part, ast.Call) and getattr(part.func, "attr", "") == "update":
                writers |= {ids(path)} if any(k.arg == "state" for k in part.keywords) else set()
    assert sorted(writers) == ["articles/revisions.py", "articles/workflow.py"]


def test_the_sanitiser_is_called_by_its_field_and_before_composing():
    """nh3 has one user; everybody else goes through articles.html."""
    assert [ids(path) for path in MODULES if "nh3" in imported(tree(path))] == ["articles/html.py"]


def test_published_is_spelt_once():
    """Whoever asks for what the public may read says published(): no other code filters by the live state."""
    found = [
        ids(path)
        for path in MODULES
        for part in ast.walk(tree(path))
        if isinstance(part, ast.Call)
        and getattr(part.func, "attr", "") in {"filter", "exclude"}
        and any(k.arg == "published_at__lte" for k in part.keywords)
    ]
    assert found == ["articles/models/article.py"]


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_a_module_says_what_it_knows(path):
    """It opens with one sentence (empty packages apart); it is short, and so is each of its functions."""
    source = path.read_text("utf-8")
    if not source.strip():
        return
    module = tree(path)
    assert ast.get_docstring(module), "no docstring"
    assert len(source.splitlines()) <= LONGEST_FILE
    long = [
        f"{part.name}: {part.end_lineno - part.lineno + 1} lines"
        for part in ast.walk(module)
        if isinstance(part, ast.FunctionDef) and part.end_lineno - part.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_no_module_is_named_for_nothing():
    vague = {"utils", "helpers", "services", "misc", "common", "base"}
    assert [ids(path) for path in MODULES if path.stem in vague] == []


def test_templates_hold_no_script_and_no_style():
    """The CSP refuses them; the import map of the editor carries a nonce and comes from its package."""
    inside = ("<style", " style=", "<script>", " onclick=", " onload=", "javascript:")
    found = [
        f"{path.name}: {piece}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for piece in inside
        if piece in path.read_text("utf-8")
    ]
    assert found == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.txt")), ids=ids)
def test_every_requirement_has_hashes(path):
    """pip --require-hashes then takes nothing that was changed after it was locked."""
    pinned = re.split(r"\n(?=\S)", path.read_text("utf-8").replace("\\\n", " "))
    names = [one for one in pinned if one and not one.startswith("#")]
    assert names
    assert [one.split()[0] for one in names if "==" not in one or "--hash=sha256:" not in one] == []


def test_what_docs_security_names_is_there():
    """Each test, module and command by which docs/security.md says that something is met."""
    named = re.findall(
        r"`((?:tests|firm|statutes|articles|hefei_site|deploy|docs|templates)/[\w./*-]+)",
        (ROOT / "docs/security.md").read_text("utf-8"),
    )
    assert len(named) > 60
    assert [name for name in named if not list(ROOT.glob(name.rstrip("/.")))] == []
