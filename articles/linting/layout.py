"""What repeats itself, and what was pasted in with a text: titles, keywords, sentences, marks of other editors."""

import re
from collections import defaultdict
from collections.abc import Iterator

from articles.linting.passage import Manuscript, Passage, lines_of
from articles.linting.phrases import pattern
from articles.linting.values import Hit, Rule

NOT_COMPARED = re.compile(r"[\s，。、？！；：,.?!;:“”‘’\"'《》（）()…—\-]")
CUT = re.compile(r"[？?，,。！!；;：:、\s—\-|_]+")
SHORTEST_TITLE, LONG_TITLE, IN_BODY = (
    6,
    10,
    4,
)  # characters of a title; from how many times on it is too often
LIKE = 0.53  # of the pairs of characters of a title's shorter half that its longer half has too
SHORTEST_SENTENCE, TIMES, PAGES = 18, 3, 5_000  # characters, times, characters
FULL_STOPS = ("。", "！", "？", "!", "?", "。”", "！”", "？”")
KEYWORDS = re.compile(
    r"\s*[【\[（(]?(?:关键词提示|关键字提示|关键词|关键字|长尾词|SEO关键词|相关搜索|搜索关键词|标签)[】\]）)]?\s*[:：]"
)
MARKDOWN = re.compile(
    r"\*\*[^*\n]{1,80}\*\*|(?m:^[ ]{0,3}#{1,6}[ ]+\S[^\n]{0,60})|(?m:^[ ]{0,3}```)|(?m:^\|?[ ]*:?-{3,}:?[ ]*\|)|"
    r"\[[^\[\]\n]{1,60}\]\(https?://[^()\s]{1,200}\)|</?(?:br|p|div|span|strong|h[1-6])[ /]?>|&nbsp;|(?m:^[ ]{0,3}>[ ]\S[^\n]{0,20})"
)


def doubled_title(rule: Rule, manuscript: Manuscript) -> Iterator[Hit]:
    """A title that says itself twice: 网贷逾期会怎样？网贷逾期会怎样处理."""
    parts = [part for part in CUT.split(manuscript.title) if len(part) >= SHORTEST_TITLE]
    for i, one in enumerate(parts):
        for two in parts[i + 1 :]:
            if _alike(one, two):
                yield Hit("title", (0, len(manuscript.title)))
                return


def title_in_body(rule: Rule, manuscript: Manuscript) -> Iterator[Hit]:
    """A title that opens the body once more, or stands in it again and again."""
    title = _folded(manuscript.title)
    if len(title) < SHORTEST_TITLE or not manuscript.body.strip():
        return
    lines = list(lines_of(manuscript.body))
    if lines and _folded(manuscript.body[slice(*lines[0])]) == title:
        yield Hit("body", lines[0], "标题在正文开头又写了一遍；页面上方已经有标题。", whole=manuscript.title)
    if len(title) >= LONG_TITLE:
        yield from _again_and_again(manuscript)


def _again_and_again(manuscript: Manuscript) -> Iterator[Hit]:
    """The title where it stands in the body too often, quotations and 《titles》 not counted."""
    words = manuscript.title.strip("？?。！! ")
    passage = next(p for p in manuscript.passages if p.place == "body")
    places = [m.start() for m in re.finditer(re.escape(words), passage.text)]
    places = [at for at in places if not passage.title_at(at) and not passage.quotation_at(at)]
    if len(places) >= IN_BODY:
        note = f"正文里把标题原样写了 {len(places)} 遍。"
        yield Hit("body", (places[0], places[0] + len(words)), note, whole=f"{words}（{len(places)} 遍）")


def keyword_lines(rule: Rule, manuscript: Manuscript) -> Iterator[Hit]:
    """Paragraphs that only list keywords: 关键词提示：……"""
    for passage in manuscript.passages:
        if passage.place in ("body", "summary"):
            for start, end in lines_of(passage.text):
                if KEYWORDS.match(passage.text, start, end):
                    yield Hit(passage.place, (start, end), whole=passage.text[start : min(end, start + 200)])


def repeated_sentences(rule: Rule, manuscript: Manuscript) -> Iterator[Hit]:
    """A whole sentence that stands three times or more within a few pages; what is quoted is not counted."""
    places, formula = defaultdict(list), pattern(rule.exceptions)
    passage = next((p for p in manuscript.passages if p.place == "body"), Passage("body", ""))
    for start, end in passage.sentences:
        written = passage.text[start:end].strip()
        is_whole = len(written) >= SHORTEST_SENTENCE and written.endswith(FULL_STOPS)
        if is_whole and not passage.quotation_at(start + 1):
            places[written].append(start)
    for written, found in places.items():
        if len(found) < TIMES or formula.search(written):
            continue
        if any(last - first <= PAGES for first, last in zip(found, found[TIMES - 1 :], strict=False)):
            begin = passage.text.index(written, found[-1])
            span = (begin, begin + len(written))
            yield Hit("body", span, f"这句话在正文里出现了 {len(found)} 次。", whole=written)


def markdown(rule: Rule, manuscript: Manuscript) -> Iterator[Hit]:
    """Marks of another way of writing, which readers would see: **加粗**, ### 标题."""
    for passage in manuscript.passages:
        yield from (Hit(passage.place, match.span()) for match in MARKDOWN.finditer(passage.text))


def _folded(text: str) -> str:
    return NOT_COMPARED.sub("", text)


def _alike(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    if short in long:
        return True
    pairs = {short[i : i + 2] for i in range(len(short) - 1)}
    shared = sum(pair in long for pair in pairs)
    return len(short) >= 8 and shared >= LIKE * len(pairs) and short[:4] == long[:4]
