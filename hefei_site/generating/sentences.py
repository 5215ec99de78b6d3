"""The grammar of the made-up articles: patterns with places for the words of a topic."""

import re
from itertools import product
from random import Random

CHOICE = re.compile(r"\[([^\]]*)\]")


def _choices(*patterns: str) -> tuple[tuple[str, ...], ...]:
    """For each pattern all that its [one|other] can become."""
    return tuple(tuple(map("".join, product(*_parts(pattern)))) for pattern in patterns)


def _parts(pattern: str) -> list[list[str]]:
    return [part.split("|") if i % 2 else [part] for i, part in enumerate(CHOICE.split(pattern))]


OPENINGS = (
    "最近有{place}的{party}来电咨询{matter}的事情，说自己手里只有{paper}，心里没有底。",
    "{name}是{place}人，因为{matter}和{other}争了{months}个月，至今没有结果。",
    "关于{matter}，{question}，是本所值班时被问得很多的一个问题。",
    "{year}年以来，{place}一带{matter}的纠纷多了起来，{party}最关心的是{word}。",
    "有读者留言：遇到{act}，而{other}只肯拿出{paper}，{question}？",
    "同样是{matter}，{place}和{place2}的处理并不完全一样，差别多半出在{word}上。",
)
MIDDLES = _choices(
    "[{party}要先|第一步是由{party}|建议{party}尽快]把{paper}和{paper2}[找齐，按时间先后排好|收在一处，逐份编号|各复印两份]，再谈{word}。",
    "[如果|倘若|一旦查明]{other}有{act}的情形，{party}[可以书面提出异议|不妨发函说明|有权要求更正]，并把{paper}[留存下来|一并寄出|交律师看过]。",
    "[实践中|办案时|从以往的经验看]，{word}往往[取决于|要看|绕不开]{paper}能否和{paper2}互相印证。",
    "[有人以为|常听人讲|网上有种说法，]{act}之后就不用再管{word}，[这个看法并不可靠|其实经不起推敲|照做的人后来多半后悔]。",
    "{other}[一旦|既然已经]{act}，{party}应当在{days}日内[作出回应|给出书面答复|决定怎么走]，[不要拖到{word2}成为问题|否则{word2}会先成为障碍]。",
    "[法院审查|审理|裁判者看待]{matter}时，[通常会依次看|先看的是|绕不过]{paper}、{paper2}以及{word}。",
    "在{place}的一起[纠纷|旧案|咨询]里，{name}主张{money}元，[法院最后支持了其中的一部分|一审没有全部支持|二审作了改判]，理由[是|落在]{word}[不足|上]。",
    "{name}与{other}约定{act}，却[没有写明|漏掉了|只字未提]{word}，后来为此[多花了|奔走了|耽误了]{months}个月。",
    "[需要提醒的是|还有一点|别忘了]，{word}和{word2}[不是一回事|各有各的用处|前后有别]，[混在一起说，{party}容易吃亏|分开主张更稳妥]。",
    "[只凭|光有|单靠]{paper}，[一般很难证明{act}确实发生过|说服力往往不够]，[还要有{paper2}补强|最好再配上{paper2}]。",
    "{party}[当面沟通的时候|约谈对方时|上门协商时]，可以请{other}在{paper}上[签字确认，写清日期和金额|按手印|注明已经收悉]。",
    "[对于|涉及|说到]{matter}，{word}[宜早不宜迟|越早处理越好|不能只靠等]，{days}天是[一个比较稳妥的期限|多数人来得及的时间]。",
    "[如果双方对{paper}的真实性有争议|当{paper}被指造假]，[可以申请鉴定|只能交给鉴定机构]，费用[大约在|不超过|约为]{money}元[上下|左右]。",
    "{other}主张{act}属于[行业惯例|内部规定|口头默契]的，[应当由其对{word}承担说明义务|先请它讲清{word}从何而来]。",
    "[从{place2}法院公布的情况看|翻看{place2}近年的裁判]，[涉及{act}的案件里|凡有{act}的]，{word}[是争议最集中的地方|几乎每案都要争]。",
    "{party}没有[参与|同意|得知]{act}，却被要求[承担责任|还钱|配合]的，[应当重点围绕{word2}展开抗辩|先从{word2}入手]。",
    "[协商不成|谈不拢|对方不理]，再考虑{word}；[在此之前|走到那一步之前]，{paper2}[不要交给对方保管|先拍照存底|务必留原件]。",
    "{name}起初[没有保留|弄丢了|没把]{paper}[|当回事]，后来从{other}处[调取了|要来了]{paper2}，[这才把{word}说清楚|{word}总算有了着落]。",
    "[数额在{money}元以内的|标的不过{money}元的]，可以[先走调解|走小额程序|请街道出面]，[省去{months}个月的等待|不必耗上{months}个月]。",
    "[假如|要是]{act}发生在{year}年之前，[还要留意当时的规定对{word}另有安排|{word}就得按旧规矩算]。",
    "{word}[的判断没有一刀切的标准|不存在放之四海的答案]，要结合{matter}的[具体经过|来龙去脉|前后几次往来]来看。",
    "[不少|很多|常有]{party}在{act}以后才发现{paper}上的[日期和事实不符|金额被改过|签名不是本人]，{word2}因此变得[被动|复杂|难办]。",
    "{party}和{other}之间只要有{paper}往来，[就应当逐页核对|每一份都值得重看]，[尤其是写到{word}的部分|{word}那几行更要看两遍]。",
    "[我们处理过{place}的类似咨询|{place}有过差不多的事]，{name}用{days}天[补齐了|凑齐了|找回了]{paper}，{word}的难题[随之化解|轻了大半]。",
    "对{act}不服的，[可以在收到{paper}之后{days}日内提出|从拿到{paper}起算有{days}日可用]，[逾期会影响{word2}|错过就只剩{word2}这条路]。",
    "{matter}里[常被忽略|最容易看漏|事后才想起]的一点是{word2}，它[决定了|关系到]{money}元的差额由谁负担。",
    "[即使|哪怕|就算]{other}口头承认{act}，也[建议补一份|要讨一份|得换成]{paper2}，免得日后对{word}[各执一词|翻脸不认]。",
    "{party}可以先[列一张清单|画一张时间表|记一本流水账]：{paper}几份，{paper2}几份，哪些[能够说明|关系到|碰到了]{word}。",
    "如果{party}不止一人，[内部如何分担|各自摊到多少、]{money}元[|怎么分]，要看{paper}里有没有关于{word2}的[约定|只言片语]。",
    "（{year}）浙01{digits}民初{case}号[案件中|一案里|判决中]，[争议的焦点也是|法官着墨最多的是]{act}之后的{word}。",
    "[碰上|摊上]{act}，{name}的做法是[当天报备|先录音再说话|请邻居作证]，等{paper}到手才[谈|提]{word}。",
    "{other}[拿出的|寄来的|当庭出示的]{paper2}若[缺页|没有盖章|只是复印件]，{party}可以[当场指出|请求不予采信]，{word}也就[站不住|失了根基]。",
    "[{months}个月|这么长的时间]里没有动静，并不等于{party}放弃了{word}，[关键看|要紧的是]{paper}有没有送到{other}手上。",
    "[站在|换到]{other}的角度，{act}[省事|划算|顺手]，{party}却要为{word2}[多跑几趟|补一堆材料]，[所以事先写进{paper}最好|因此能不答应就不答应]。",
    "{place}的[窗口|调解室|值班律师]一般会[问|核对]三样：{paper}、{paper2}、{word}[有没有写明|由谁来办]。",
    "[拿{money}元来说|以{money}元为例]，{matter}[输赢之间|一进一出]差的往往[就是|只是]{word}[这一环|两个字]。",
)
ENDINGS = (
    "总之，{matter}并不可怕，{party}把{paper}准备好，{question}自然有答案。",
    "以上是对{matter}中{word}的一点梳理，个案情况不同，结论也会不同。",
    "遇到{act}，不要慌，先保存{paper}，再咨询专业人士。",
    "{party}如果还有{word}方面的疑问，可以带上{paper2}当面谈。",
)
CITED = (
    "根据{law}的规定，{word}应当结合{paper}认定。",
    "{law}对此有明确规定，{party}可以据此提出请求。",
    "按照{law}，{other}不能以{act}为由拒绝承担责任。",
    "处理{matter}，离不开{law}。",
    "依据{law}，{days}日的期间自收到{paper}之日起算。",
    "{party}主张{word}的，可以援引{law}。",
)
QUOTED = ("{law}规定：“{quote}”", "{law}写得很清楚：“{quote}”{party}可以对照自己的{paper}看。")
TITLES = (
    "{matter}{asked}？", "{place}{matter}，{asked}？", "{matter}中{word}的认定", "{act}之后{asked}？", "{party}遇到{matter}，{asked}？",
    "{matter}：从{paper}说起", "{place}{party}{act}，{asked}？", "谈{matter}里的{word}与{word2}", "{matter}{asked}？看{paper}怎么写",
    "{other}{act}，{party}该怎么办？",
)  # fmt: skip
STOCK = (
    "以上内容仅供参考，具体案件请以当面咨询的意见为准，切勿照搬照抄。",
    "合飞律师事务所深耕本地多年，欢迎您带上材料到所里来坐一坐。",
)
FOOT = (
    "版权声明：本文为原创，转载请注明出处。",
    "扫描二维码，关注我们的公众号。",
    "关键词提示：{matter}、{word}、{act}",
)


def filled(pattern: str, words: dict[str, tuple[str, ...]], random: Random) -> str:
    """A pattern with words of the topic in its places; the second of a kind is never the first."""
    draw = random.random

    def pick(kind: str) -> str:
        some = words[kind]
        return some[int(draw() * len(some))]

    said = _Said(pick, draw)
    return pattern.format_map(said)


class _Said(dict):
    """The words of one sentence, each drawn when the pattern asks for it."""

    def __init__(self, pick, draw):
        super().__init__()
        self.pick, self.draw = pick, draw

    def __missing__(self, kind: str) -> str:
        self[kind] = word = self._number(kind) or self._word(kind)
        return word

    def _word(self, kind: str) -> str:
        if kind == "name":
            return SURNAME_FORMS[int(self.draw() * 4)].format(self.pick("surnames"))
        first = self.get(kind[:-1]) if kind.endswith("2") else None
        word = self.pick(kind.removesuffix("2"))
        return self.pick(kind.removesuffix("2")) if word == first else word

    def _number(self, kind: str) -> str:
        span = NUMBERS.get(kind)
        return str(span[0] + int(self.draw() * (span[1] - span[0])) * span[2]) if span else ""


SURNAME_FORMS = ("{}某", "{}先生", "{}女士", "{}某某")
NUMBERS = {  # kind: from, to, step
    "months": (2, 30, 1),
    "days": (3, 90, 1),
    "money": (1000, 9000, 100),
    "year": (2015, 2026, 1),
    "digits": (10, 99, 1),
    "case": (100, 9900, 1),
}
