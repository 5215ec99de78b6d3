"""Bodies made of the editor's tags, as hypothesis strategies."""

from hypothesis import strategies as st

WORDS = [
    "网贷逾期以后，先弄清楚欠多少。", "先弄清楚欠多少，再谈怎么还！", "是吗？", "他说：“不还。”然后走了。", "……", "金额为10,000.50元；",
    "第一百二十条", "《民法典》第1034条", "👍🏽", "é", " ", "\xa0", "&<>", "<br>", "重复的一句话。", "A", "🇨🇳", "\n",
]  # fmt: skip
LINKS = ["https://www.court.gov.cn/", "https://example.com/?a=1&amp;b=2", "/hf/1.html"]
MARKS = ["{}", "{}", "{}", "<strong>{}</strong>", "<em>{}</em>", "<s>{}</s>", "<strong><em>{}</em></strong>"]
MARKS += [f'<a href="{link}" rel="noopener nofollow">{{}}</a>' for link in LINKS]


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")


text = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map("".join).map(escaped)
span = st.tuples(st.sampled_from(MARKS), text).map(lambda pair: pair[0].format(pair[1])) | st.just("<br>")
inline = st.lists(span, max_size=4).map("".join)
paragraph = inline.map("<p>{}</p>".format)
heading = st.tuples(st.sampled_from("234"), inline).map(lambda pair: "<h{0}>{1}</h{0}>".format(*pair))


def _list(items):
    item = st.lists(paragraph | items, min_size=1, max_size=2).map("".join).map("<li>{}</li>".format)
    opening = st.sampled_from(["<ul>", "<ol>", '<ol start="3">'])
    return st.tuples(opening, st.lists(item, min_size=1, max_size=3)).map(
        lambda pair: f"{pair[0]}{''.join(pair[1])}</{pair[0][1:3]}>"
    )


lists = _list(st.nothing()) | _list(_list(st.nothing()))
cell = st.tuples(st.sampled_from(["<td>", "<th>", '<td colspan="2">']), paragraph | st.just("")).map(
    lambda pair: f"{pair[0]}{pair[1]}</{pair[0][1:3]}>"
)
table = st.lists(
    st.lists(cell, min_size=1, max_size=3).map("".join).map("<tr>{}</tr>".format), min_size=1, max_size=3
)
table = table.map("".join).map("<table><tbody>{}</tbody></table>".format)
quote = st.lists(paragraph, min_size=1, max_size=2).map("".join).map("<blockquote>{}</blockquote>".format)
bodies = st.lists(paragraph | heading | lists | quote | table | st.just("<hr>"), max_size=7).map("".join)


@st.composite
def edited(draw, of=bodies):
    """A body, and what somebody made of it: blocks left out, put in, moved, doubled, words in them changed."""
    old = draw(st.lists(paragraph | heading | lists | quote | table | st.just("<hr>"), max_size=7))
    new = list(old)
    for _ in range(draw(st.integers(0, 4))):
        act = draw(st.sampled_from(["drop", "put", "move", "double", "word", "mark"]))
        at = draw(st.integers(0, len(new)))
        if act == "put" or not new:
            new.insert(at, draw(paragraph | heading | table))
            continue
        at = min(at, len(new) - 1)
        block = new[at]
        if act == "drop":
            del new[at]
        elif act == "move":
            new.insert(draw(st.integers(0, len(new) - 1)), new.pop(at))
        elif act == "double":
            new.insert(at, block)
        elif act == "word":
            new[at] = block.replace("逾期", "到期").replace("欠多少", "欠了多少")
        else:
            new[at] = block.replace("<strong>", "").replace("</strong>", "").replace("court", "c0urt")
    return "".join(old), "".join(new)
