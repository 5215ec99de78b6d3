"""The named patterns of a citation, and nothing else."""

import re

SPACE = r"[ \t\u3000\xa0]{0,3}"
CHINESE = r"[零〇○一二两三四五六七八九十百千]{1,9}"
DIGITS = "0-9０-９"
NUMBER = rf"(?:{CHINESE}|[{DIGITS}]{{1,5}})"
COUNT = r"[一二三四五六七八九十]{1,3}"  # after 之: 第一百二十条之一
LIST = rf"{SPACE}[、，,和及与或]{SPACE}"

# 条, 款, 项 ---------------------------------------------------------------------------------------------

ARTICLE = rf"第{SPACE}(?P<article>{NUMBER}){SPACE}条(?:{SPACE}之{SPACE}(?P<suffix>{COUNT})(?![一-龥]*条))?"
PARAGRAPH = rf"(?:{SPACE}第{SPACE}(?P<paragraph>{NUMBER}){SPACE}款)"
ITEM = rf"(?:{SPACE}第{SPACE}[（(]?{SPACE}(?P<item>{NUMBER}){SPACE}[）)]?{SPACE}项)"  # 第三项 is 第（三）项
PLACE = re.compile(rf"{ARTICLE}{PARAGRAPH}?{ITEM}?")
BELOW = re.compile(
    rf"{PARAGRAPH}{ITEM}?|{ITEM.replace('<item>', '<item2>')}"
)  # 第二款 after a citation, or after 同条
# 第93、94条 and 第2、3项: the first number stands without its unit, each of the others is a citation of its own.
BRACKETED = rf"[（(]?{SPACE}{NUMBER}{SPACE}[）)]?"
NUMBERS = re.compile(rf"第{SPACE}{BRACKETED}(?:{LIST}{BRACKETED}){{1,12}}{SPACE}(?P<unit>[条款项])")
BARE_NUMBER = re.compile(rf"[（(]?(?P<number>{NUMBER})[）)]?{SPACE}(?P<unit>[条款项])")
RANGE = re.compile(
    rf"{SPACE}(?:至|到|[-－—–~～]{{1,2}}){SPACE}第?{SPACE}[（(]?{SPACE}(?P<to>{NUMBER}){SPACE}[）)]?{SPACE}(?P<unit>[条款项])"
    rf"(?:{SPACE}之{SPACE}(?P<suffix>{COUNT}))?"
)

# What stands around -------------------------------------------------------------------------------------

# One level of titles inside the title: 《最高人民法院关于适用《…》的解释》.
TITLE = re.compile(r"《(?P<title>[^《》\n]{0,150}(?:《[^《》\n]{1,80}》[^《》\n]{0,120}){0,3})》")
OPEN_TITLE = re.compile(
    r"《(?P<title>[^《》\n。，,；;、]{2,60}?(?:法|条例|规定|办法|解释|细则))(?=[^\u4e00-\u9fff》]|$)"
)
# A judicial interpretation named without 《》 (or with one of them lost), as far as its last word.
LONG_TITLE = re.compile(
    r"最高人民(?:法院|检察院)(?:、最高人民(?:法院|检察院))?(?:、[\u4e00-\u9fff]{2,8}部)?关于"
    r"(?:[^，。；：！？\n《》]|《[^《》\n]{1,40}》){2,80}?(?:解释|规定|批复|意见|答复)"
    r"(?:[（(]" + COUNT + r"[）)])?》?(?=" + SPACE + r"第" + SPACE + NUMBER + SPACE + r"条)"
)
YEAR_MARK = r"(?:[1１][9９]|[2２][0０])[0-9０-９]{2}"
DOC_NUMBER = rf"[\u4e00-\u9fff]{{1,20}}{SPACE}[〔\[［【(（﹝]{SPACE}{YEAR_MARK}{SPACE}[〕\]］】)）﹞]{SPACE}(?:第{SPACE})?\d{{1,5}}{SPACE}号"
ORDER_NUMBER = rf"(?:国务院、)?[\u4e00-\u9fff]{{2,16}}令{SPACE}第?{SPACE}(?:\d{{1,4}}|{CHINESE}){SPACE}号"
DOC = re.compile(rf"{DOC_NUMBER}|{ORDER_NUMBER}")
DOC_BRACKET = rf"[（(]{SPACE}(?P<doc_number>{DOC_NUMBER}|{ORDER_NUMBER})[^（）()]{{0,20}}[）)]"
VERSION_BRACKET = rf"[（(]{SPACE}(?:{YEAR_MARK}[^（）()]{{0,16}}|修订|修正|修正案|试行|节选)[）)]"
STATE_BRACKET = r"[（(][^（）()]{0,8}(?:失效|废止|修改|施行)[^（）()]{0,4}[）)]"
# 以下简称《A》; 以下分别简称《A》《B》, for the laws named last; with the bracket that closes it.
SHORT_FORM = re.compile(
    r"(?:以下|下文|下)(?P<each>分别)?(?:统|简|合)?称(?:为|作)?[：:]?(?P<names>(?:[^（）()]|[（(][^（）()]{1,12}[）)]){1,60})[）)]"
)
ALIAS_BRACKET = re.compile(rf"[（(]{SHORT_FORM.pattern}")
NUMBERED = re.compile(rf"{SPACE}{DOC_BRACKET}")
VERSION = re.compile(rf"{SPACE}(?:{VERSION_BRACKET}|{STATE_BRACKET})")
BOOKS = "总则|物权|合同|人格权|婚姻家庭|继承|侵权责任|分则"
PART = rf"(?:{SPACE}(?:第{COUNT}编)?{SPACE}(?:(?:{BOOKS})编)?(?:{SPACE}(?:通则|典型合同|准合同)分编)?)"
JOIN = re.compile(rf"{SPACE}(?:的|之|中的|中)?{PART}{SPACE}(?:的|之|中的|中|第?)??{SPACE}(?=第)")
_BRACKETS = "|".join(
    re.sub(r"\?P<\w+>", "?:", part)
    for part in (DOC_BRACKET, VERSION_BRACKET, STATE_BRACKET, ALIAS_BRACKET.pattern)
)
# What may stand between a bare name and its article: 刑法（2020修正）第…条, 民法典合同编第…条.
TAIL = re.compile(
    rf"(?:{SPACE}(?:{_BRACKETS}))*{SPACE}(?:的|之|中的|中)?(?:第{COUNT}编)?(?:(?:{BOOKS})编)?{SPACE}$"
)
SEPARATOR = re.compile(
    rf"{SPACE}(?:[、，,；;]|和|及|与|或者?|以及|并|、?以及)?{SPACE}(?:和|及|与|或者?|以及)?{SPACE}$"
)

# Words that decide --------------------------------------------------------------------------------------

KINDS = "法|条例|司法解释|解释|规定|办法|细则|决定|意见|通知|规则|纪要|批复|规范|公告|答复"
PRONOUN = re.compile(
    rf"(?:本|该|(?<!合)同|此|上述|前述)(?:实施|暂行|司法)?(?P<kind>{KINDS})(?:的|中|之)?{SPACE}$"
)
SAME_ARTICLE = re.compile(r"(?:同|该)条(?:的|中)?" + SPACE + r"(?=第)")
# Documents end so; contracts, charters, books, lists and treaties do not.
LAW_LIKE = re.compile(
    r"(?:法|法典|宪法|条例|规定|办法|解释|通知|意见|决定|批复|细则|规则|纪要|复函|函|答复|公告|规范|准则|通则|修正案|通告|暂行规定|若干问题)"
    r"(?:[（(][^（()）]{1,20}[)）])*$"
)
NOT_LAW = re.compile(
    r"(?:理解与适用|答记者问|释义|教程|案例|合同法?范本|合同|协议|协议书|章程|公约|条约|协定|议定书|目录|名录|证书|须知|倡议书|申请表|"
    r"(?:说|用|方|看|做|想|书|语|魔|兵|手|打|活|疗)法|人民司法|中国司法|声明书?|承诺书|判决书|裁定书|报告|论文|学报|杂志|日报|时报|法治周末)$"
)
NOT_LAW_BEFORE = re.compile(
    r"(?:合同|协议书?|章程|公约|规约|条款|须知|守则|手册|说明书?|附件[一二三四五\d]?|附录|附表|文章|本文|遗嘱|保单|约定|平台|承诺书?|"
    r"制度|方案|判决书?|裁定书?|通则|标准)(?:的|中的?|之)?" + SPACE + r"[“\"]?$"
)
# Quoted words of an amendment: 将第三条修改为, 增加一条，作为第五条.
MADE_INTO = re.compile(r"(?:作为|改为|调整为|移作)" + SPACE + r"$")
AMENDED = re.compile(r"(?:将|把|原|删去|删除|在)" + SPACE + r"$")
AMENDING = re.compile(
    r"[^。；，\n第]{0,6}(?:修改为|改为|合并为|作为第|后增加|中增加|增加一[款项]|移至|调整为|删去|的[“\"])"
)
# 《物权法》（第五版），中国人民大学出版社
BOOK = re.compile(
    r"[（(](?:上册|下册|上|下|第[一二三四五六七八九十\d]+版|[^（）()]{0,8}版)[）)]"
    r"|[，,]?[^，。；《》\n]{0,3}[，,]?[^，。；《》\n]{2,12}出版社|[^，。；《》\n]{0,4}\d{4}年第?\d{1,2}期"
)
# 《解释》, 《暂行规定》: a word that stands for a document named before.
KIND_ONLY = re.compile(
    r"(?:暂行|实施)?(?P<kind>解释|规定|决定|条例|办法|通知|意见|细则|修正案|批复|纪要)(?:[（(][一二三四五六七八九十][）)])?"
)
HEAD = re.compile(rf"(?:^|\n)[ \t\u3000]*(?P<number>第{NUMBER}条(?:之{COUNT})?)[ \t\u3000]+(?=\S)")
FOREIGN = re.compile(
    r"(?:台湾(?:地区|省)?|香港(?:特区|特别行政区)|澳门(?:特区|特别行政区)|德国|法国|日本|美国|英国|瑞士|意大利|韩国|俄罗斯|奥地利|荷兰|加拿大|澳大利亚|西班牙|欧盟|香港|澳门)(?:的|现行)?$"
)
BARE_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,24}?(?:法|条例|细则|办法|规定|解释|规则|通则|总则)(?:[（(][一二三四五六七八九十]{1,2}[）)]|[一二三四五六七八九十])?$"
)
LEAD = re.compile(
    r".*(?:根据|依据|依照|按照|遵照|参照|适用|违反|符合|属于|构成|认为|规定|视为|援引|引用|触犯|参见|详见|见|即|以及|及|和|与|或|对|由|从|在|以|依|按|"
    r"是|有|于|为|我国|现行|旧|新|原|将|被|把|还|也|而|则|但|其中|其|关于|结合|除|了|就|所称的|本案|应当|应|可|的)"
)

# Where something may begin -------------------------------------------------------------------------------

ANCHOR = re.compile(
    rf"(?P<long>{LONG_TITLE.pattern})|(?P<open>《)|(?P<same>{SAME_ARTICLE.pattern})"
    rf"|(?P<place>第{SPACE}[零〇○一二两三四五六七八九十百千{DIGITS}（(])"
    rf"|(?P<bare>(?<=[、，,和及与或 ])[（(]?{NUMBER}[）)]?{SPACE}[条款项])"
    rf"|(?P<doc>(?<=[\u4e00-\u9fff])[〔\[［【(（﹝]{SPACE}{YEAR_MARK}|令{SPACE}第?{SPACE}[\d一二三四五六七八九十])"
    rf"|(?P<cited>(?<=[\u4e00-\u9fff])\d{{1,4}}条(?=规定|的规定))"
)
