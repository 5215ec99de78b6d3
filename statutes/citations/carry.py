"""Mentions -> citations: who is meant by 本法, 该解释, 同条 and by an article without a law."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from statutes.citations.address import Address
from statutes.citations.mention import Kind, Mention
from statutes.language.normalise import fold_title

LONGEST_RANGE = 60  # 条 of 第三条至第二十条 that are taken one by one
RECENT = 30  # laws that 该法 may still mean


@dataclass(frozen=True, slots=True)
class Citation:
    """A law named in a text, and where. Says nothing about whether it exists."""

    title: str  # as written, without the outer 《》; "" where the text names it by a pronoun or not at all
    law: str | None  # the official title; for a document that is not known, its title as written
    address: Address | None
    doc_number: str | None  # with 〔〕 and no spaces
    span: tuple[int, int]
    range_to: str = ""  # the number of the last unit of a range, at its deepest level
    anaphoric: bool = False  # named by a pronoun, or not at all
    own: bool = False  # by 本法, 本条例 …

    @property
    def keys(self) -> list[str]:
        """The keys of the 条 that are named, each of a range; [""] where it is the statute alone."""
        address = self.address
        if address is None:
            return [""]
        last = int(self.range_to) if self.range_to.isascii() and self.range_to.isdigit() else 0
        is_range = not (address.suffix or address.paragraph or address.item)
        if is_range and 0 < last - address.article < LONGEST_RANGE:
            return [str(number) for number in range(address.article, last + 1)]
        return [address.article_key]


def carry(mentions: Iterable[Mention], context_law: str | None = None) -> tuple[Citation, ...]:
    """The citations of a text, each with its full address. Mentions of what is no law are left out.

    context_law is the law whose provision the text itself is: 本法 and a bare 第X条 then mean it.
    """
    state = _Carrying(context_law)
    found = (state.citation(mention) for mention in mentions)
    return tuple(citation for citation in found if citation is not None)


class _Carrying:
    """What has been named so far."""

    def __init__(self, context_law: str | None):
        self.context = context_law
        self.named: deque[str] = deque(maxlen=RECENT)  # the laws, latest last
        self.current: str | None = context_law  # whose article a bare 第X条 is
        self.known = context_law is not None  # whether current is to be used at all
        self.last: Mention | None = None

    def citation(self, mention: Mention) -> Citation | None:
        match mention.kind:
            case Kind.NAMED:
                return self._named(mention)
            case Kind.PRONOUN:
                return self._pronoun(mention)
            case Kind.BARE:
                return self._bare(mention)
            case Kind.BELOW:
                return self._below(mention)
            case Kind.NUMBER:
                return self._number(mention)
        if mention.article:  # 合同第三条: what follows in its list is the contract's too
            self.known, self.last = False, None
        return None

    def _named(self, mention: Mention) -> Citation:
        self._now(mention.law, mention)
        return _citation(mention, mention.law)

    def _pronoun(self, mention: Mention) -> Citation:
        law = mention.law or self._meant(mention.pronoun, own=mention.own)
        self._now(law, mention)
        return _citation(mention, law, anaphoric=True)

    def _meant(self, kind: str, *, own: bool) -> str | None:
        """The law of that kind named last; 本法 inside a statute's own text is that statute."""
        if own and self.context and _is_a(self.context, kind):
            return self.context
        for law in reversed(self.named):
            if _is_a(law, kind):
                return law
        if own and self.context:
            return self.context
        return None

    def _bare(self, mention: Mention) -> Citation | None:
        if self.context and not mention.joined:
            self._now(self.context, mention)
        if not self.known:
            return None
        self.last = mention
        return _citation(mention, self.current, anaphoric=True)

    def _below(self, mention: Mention) -> Citation | None:
        """第二款 in a list, or 同条第二款: the article, and for an item the 款, are those of the mention before."""
        if (
            self.last is None
            or not self.last.article
            or not (mention.joined or mention.own or self._touches(mention))
        ):
            return None
        last = self.last
        paragraph = mention.paragraph or (last.paragraph if mention.item else 0)
        full = Mention(
            mention.kind,
            mention.span,
            article=last.article,
            suffix=last.suffix,
            paragraph=paragraph,
            item=mention.item,
            range_to=mention.range_to,
        )
        self.last = full
        return _citation(full, self.current, anaphoric=True)

    def _touches(self, mention: Mention) -> bool:
        return mention.span[0] - self.last.span[1] <= 2

    def _number(self, mention: Mention) -> Citation:
        if mention.law:
            self._now(mention.law, mention)
        return _citation(mention, mention.law)

    def _now(self, law: str | None, mention: Mention) -> None:
        self.current, self.known, self.last = law, True, mention
        if law:
            self.named.append(law)


def _is_a(law: str, kind: str) -> bool:
    """Whether a title is of the kind that a pronoun names: 本法 is no 条例."""
    folded = fold_title(law).rstrip("一二三四五六七八九十")
    kind = {"司法解释": "解释"}.get(kind, kind)
    if kind == "法":
        return folded.endswith(("法", "法典"))
    if kind == "解释":
        return folded.endswith(("解释", "规定", "批复")) and ("最高人民" in law or folded.endswith("解释"))
    return folded.endswith(kind)


def _citation(mention: Mention, law: str | None, *, anaphoric: bool = False) -> Citation:
    return Citation(
        title=mention.title,
        law=law,
        address=_address(mention),
        doc_number=mention.doc_number or None,
        span=mention.span,
        range_to=mention.range_to,
        anaphoric=anaphoric,
        own=mention.own,
    )


def _address(mention: Mention) -> Address | None:
    if not mention.article:
        return None
    address = Address(mention.article, mention.suffix, mention.paragraph, mention.item)
    try:
        return Address.parse(address.key)
    except ValueError:  # 第1000款, a slip of the pen: no key can name it
        return Address(mention.article)
