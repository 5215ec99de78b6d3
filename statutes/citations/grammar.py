"""The named patterns of a citation, and nothing else."""

import re

SPACE = r"[ \u3000\xa0]{0,3}"
NUMBER = r"[零〇一二两三四五六七八九十百千\d０-９]{1,9}"
# One level of titles inside the title: 《最高人民法院关于适用〈…〉的解释》 also written with 《 》 inside.
TITLE = r"《(?P<title>[^《》\n]{1,120}(?:《[^《》\n]{1,80}》[^《》\n]{0,120})?|《[^《》\n]{1,80}》[^《》\n]{1,120})》"
DOC_NUMBER = rf"[\u4e00-\u9fff]{{1,20}}{SPACE}[〔\[［【(（]{SPACE}\d{{4}}{SPACE}[〕\]］】)）]{SPACE}(?:第{SPACE})?\d{{1,5}}{SPACE}号"
DOC_BRACKET = rf"{SPACE}[（(]{SPACE}(?P<doc_number>{DOC_NUMBER}){SPACE}[）)]"
JOIN = rf"{SPACE}(?:[的之中]|中的)?{SPACE}"  # 《民法典》的第1034条
ARTICLE = (
    rf"第{SPACE}(?P<article>{NUMBER}){SPACE}条(?:{SPACE}之{SPACE}(?P<suffix>[一二三四五六七八九十]{{1,3}}))?"
)
PARAGRAPH = rf"(?:{SPACE}第{SPACE}(?P<paragraph>{NUMBER}){SPACE}款)?"
ITEM = rf"(?:{SPACE}第{SPACE}[（(]?(?P<item>{NUMBER})[）)]?{SPACE}项)?"  # 第三项 is 第（三）项

CITATION = re.compile(rf"{TITLE}(?:{DOC_BRACKET})?(?:{JOIN}{ARTICLE}{PARAGRAPH}{ITEM})?")
# Documents end so; contracts, charters, books and certificates do not.
LAW_LIKE = re.compile(
    r"(?:法|法典|宪法|条例|规定|办法|解释|通知|意见|决定|批复|细则|规则|纪要|复函|函|答复|公告|准则|标准)(?:[（(][^（()）]{1,20}[）)])?$"
)
