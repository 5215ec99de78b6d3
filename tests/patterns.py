"""Every compiled pattern of the project, and texts made from its own parts that could make it slow."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from re import _constants as op
from re import _parser as parser

APPS = ("firm", "statutes", "articles", "hefei_site")
NOT_IMPORTED = ("migrations", "settings", "wsgi")
EXTRAS = ("boto3", "storages")  # requirements-s3.txt: object_storage.py is looked at where they are installed
MOST_OF_A_CLASS = 2  # characters tried of one


def patterns() -> dict[re.Pattern, str]:
    """Those that a module holds, however deep in tuples, tables or objects of ours; each with where it stands."""
    found: dict[re.Pattern, str] = {}
    for module in _modules():
        for name, value in vars(module).items():
            if not name.startswith("__"):
                for pattern in _within(value, set()):
                    found.setdefault(pattern, f"{module.__name__}.{name}")
    return found


def _modules() -> Iterator:
    for app in APPS:
        package = importlib.import_module(app)
        for known in pkgutil.walk_packages(package.__path__, f"{app}."):
            if not any(part in known.name.split(".") for part in NOT_IMPORTED):
                try:
                    yield importlib.import_module(known.name)
                except ModuleNotFoundError as missing:
                    if missing.name not in EXTRAS:
                        raise


def _within(value: object, seen: set[int], depth: int = 0) -> Iterator[re.Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    if id(value) in seen or depth > 4:
        return
    seen.add(id(value))
    for inner in _parts(value):
        yield from _within(inner, seen, depth + 1)


def _parts(value: object) -> list:
    if isinstance(value, dict):
        return [*value.values(), *value]
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    if type(value).__module__.split(".")[0] in APPS or isinstance(value, type):
        slots = [getattr(value, name, None) for name in getattr(type(value), "__slots__", ())]
        return [*getattr(value, "__dict__", {}).values(), *slots]
    return []


ANCHORED = {"match", "fullmatch"}


def methods(where: str) -> set[str]:
    """How the code calls a pattern: "match" and "fullmatch" where it always says where to begin, else "search"."""
    module, name = where.rsplit(".", 1)
    own, last = module.replace(".", "/") + ".py", module.rsplit(".", 1)[1]
    users = [
        text
        for path, text in _sources().items()
        if path == own
        or (name in text and re.search(rf"{last} import [^#]*?\b{name}\b|\b{last}\.{name}\b", text))
    ]
    call = rf"\b{name}\.(match|fullmatch|search|sub|subn|split|findall|finditer)\b"
    called = set(re.findall(call, "\n".join(users)))
    return (called & ANCHORED) | ({"search"} if called - ANCHORED or not called else set())


@cache
def _sources() -> dict[str, str]:
    root = Path(__file__).parent.parent
    paths = [path for app in APPS for path in sorted((root / app).rglob("*.py"))]
    return {str(path.relative_to(root)): path.read_text("utf-8") for path in paths}


# Texts ----------------------------------------------------------------------------------------------


def attacks(pattern: re.Pattern) -> Iterator[tuple[str, str]]:
    """(what stands before, the piece that is repeated) for each repetition in the pattern, and for all of it.

    A pattern is slow where it can match one text in many ways and then must not match: each repetition is fed what it
    repeats, after what leads to it; whoever asks adds an end that does not match.
    """
    try:
        tree = parser.parse(pattern.pattern, pattern.flags)
    except re.error:  # a pattern of bytes
        return
    whole = _sample(tree, 0)
    yield "", whole or "字"
    for before, body in _repeats(tree):
        for choice in range(MOST_OF_A_CLASS):
            piece = _sample(body, choice)
            if piece:
                yield before, piece
                yield before + piece, " " + piece
    yield "", whole[: len(whole) // 2] or "〔"


def _repeats(tree, before: str = "") -> Iterator[tuple[str, list]]:
    for kind, value in tree:
        for inner in _branches(kind, value):
            yield from _repeats(inner, before)
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and value[1] > 1:
            yield before, value[2]
        before += _sample([(kind, value)], 0)


def _branches(kind, value) -> list:
    if kind is op.SUBPATTERN:
        return [value[3]]
    if kind is op.BRANCH:
        return list(value[1])
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return [value[2]]
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return [value[1]]
    return [value] if kind is op.ATOMIC_GROUP else []


def _sample(tree, choice: int) -> str:
    """A text that this part of a pattern matches, more or less; choice says which member of a class."""
    return "".join(_one(kind, value, choice) for kind, value in tree)


def _one(kind, value, choice: int) -> str:
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.ANY:
        return "字x ,"[choice]
    if kind is op.NOT_LITERAL:
        return "字" if value != ord("字") else "x"
    if kind is op.IN:
        return _member(value, choice)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return _sample(value[2], choice) * max(value[0], 1)
    branches = [] if kind in (op.ASSERT, op.ASSERT_NOT) else _branches(kind, value)
    return _sample(branches[choice % len(branches)], choice) if branches else ""


CLASSES = {
    op.CATEGORY_DIGIT: "1一9",
    op.CATEGORY_SPACE: " \n\t",
    op.CATEGORY_WORD: "字a1",
    op.CATEGORY_NOT_SPACE: "字x<",
    op.CATEGORY_NOT_WORD: " ,<",
    op.CATEGORY_NOT_DIGIT: "字x ",
}


def _member(members, choice: int) -> str:
    if members[0][0] is op.NEGATE:
        excluded = (
            re.compile(f"[{''.join(map(re.escape, _listed(members[1:])))}]") if _listed(members[1:]) else None
        )
        free = [one for one in "字x 1,<\n" if not (excluded and excluded.match(one))]
        return free[choice % len(free)] if free else "é"
    listed = _listed(members)
    return listed[choice % len(listed)] if listed else "字"


def _listed(members) -> list[str]:
    found: list[str] = []
    for kind, value in members:
        if kind is op.LITERAL:
            found.append(chr(value))
        elif kind is op.RANGE:
            found += [chr(value[0]), chr(value[1])]
        elif kind is op.CATEGORY:
            found += CLASSES[value]
    return found
