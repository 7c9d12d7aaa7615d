"""How far a noun trigger reaches, what stands before it, and whether it speaks of one particular event."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.rules import load_rules
from pipeline.stages.entities.rules.words import Sentence, Word

_NAME_PARTS = frozenset({"NORP", "GPE", "LOC", "ORG", "FAC", "EVENT"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_MODIFIERS = _NOUNS | {"JJ", "JJR", "JJS", "VBN", "VBG", "AFX", "HYPH"}
_DETERMINERS = frozenset({"DT", "PRP$", "POS", "WP$", "PDT"})
_APOSTROPHES = frozenset({"'", "’"})
_LINKS, _INNER_LINKS = frozenset({"of", "on", "for"}), frozenset({"and", "the", "in", "-"})
_QUOTES = frozenset({'"', "``", "''", "“", "”", "‘"})
_BRACKETS = frozenset({"(", ")"})
_LONG, _MOSTLY = 3, 0.7  # a headline is in capitals where 70 % of the words of more than three letters are
_DASHES = frozenset({"-", "–", "—", "--"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_OPENING = _DASHES | {":", ";"}
_FOLLOWING = frozenset({"at", "by", "in", "of", "to", "with", "as", "on", "("})


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun trigger by word indices: `first`..`head` (inclusive) is its extent, `edge` the first word of the phrase.

    `edge` is left of the extent by numbers, names, words of time; `determiner` is the lower-case word before it
    ('the', 'his', "'s"), empty if there is none.
    """

    first: int
    head: int
    last: int
    edge: int
    determiner: str


@cache
def extent_lists() -> Mapping[str, tuple[str, ...]]:
    """The word lists of `triggers.toml`."""
    return load_rules("entities/triggers.toml").lists


def noun_phrase(sentence: Sentence, head: int, last: int | None = None) -> NounPhrase:
    """The noun trigger whose head is the word at `head` (a fixed expression reaches to `last`)."""
    last = head if last is None else last
    if is_proper(sentence, head):
        first, last = _proper_first(sentence.words, head), _proper_last(sentence.words, last)
    else:
        first = _common_first(sentence.words, head)
    edge = _edge(sentence.words, first)
    return NounPhrase(first, head, last, edge, _determiner(sentence.words, edge))


def is_proper(sentence: Sentence, head: int) -> bool:
    """Whether the noun belongs to a capitalised name: not a sentence's first word, not in a headline in capitals."""
    word = sentence.words[head]
    if opens(sentence.words, head) or not word.is_capital or word.text.isupper():
        return False
    plain = [other for other in sentence.words if other.cover is None and len(other.text) > _LONG]
    return sentence.zone != "title" or sum(other.is_capital for other in plain) < _MOSTLY * len(plain)


def opens(words: tuple[Word, ...], index: int) -> bool:
    """Whether the word is the sentence's first, or the first after a dateline: its capital tells nothing."""
    if index == 0:
        return True
    mark, gap = words[index - 1], words[index].start - words[index - 1].end
    dated = mark.cover is None and gap > 0 and mark.text in _DASHES | {":"}
    return dated and not any(word.cover is None and word.text[0].islower() for word in words[: index - 1])


def is_particular(sentence: Sentence, phrase: NounPhrase, *, plural_form: bool) -> bool:
    """Whether the phrase speaks of one particular event or instrument (or a counted, definite group of them).

    `plural_form` is for nouns whose plural is one event ('talks').
    """
    lists = extent_lists()
    words = sentence.words
    inside = words[phrase.edge : phrase.first]
    before = [word.lower for word in words[max(0, phrase.edge - 3) : phrase.edge]]
    if phrase.determiner in lists["indefinite"] or any(word.lower in lists["unspecific"] for word in inside):
        return False
    if before[-2:-1] == ["such"] or (before[1:2] == ["of"] and before[0] in lists["out_of"]):
        return False
    if plural_form:
        return True
    counted = any(word.cover in {"CARDINAL", "ORDINAL", "DATE"} for word in inside)
    counted = counted or any(word.lower in lists["distributive"] for word in words[phrase.first : phrase.head])
    if words[phrase.head].lower.endswith("s") and words[phrase.head].tag not in {"NN", "NNP"}:
        return counted or phrase.determiner in lists["definite"]
    named = is_proper(sentence, phrase.head) or any(word.cover in _NAME_PARTS for word in inside)
    *_, second_last, last = ("", "", *before)
    light = last in lists["light"] or (last == "and" and second_last in lists["heads"])
    bare = named or light or _leads(words, phrase) or _stands_alone(words, phrase)
    return counted or bare or phrase.determiner != "" or sentence.zone == "title"


def _leads(words: tuple[Word, ...], phrase: NounPhrase) -> bool:
    """Whether a bare noun says where to, or is told as a round: 'official visit to Peru', 'a round of negotiation'."""
    after = [word for word in words[phrase.last + 1 : phrase.last + 4] if word.lower != "the"]
    to_place = len(after) > 1 and after[0].lower == "to" and after[1].cover in _PLACES
    before = [word.lower for word in words[max(0, phrase.edge - 2) : phrase.edge]]
    return to_place or before == ["round", "of"]


def _stands_alone(words: tuple[Word, ...], phrase: NounPhrase) -> bool:
    """Whether it opens a line of a programme: 'Lima : Official visit at the invitation of …'."""
    opening = phrase.edge > 0 and words[phrase.edge - 1].text in _OPENING
    following = words[phrase.last + 1].lower if phrase.last + 1 < len(words) else ""
    return opening and following in _FOLLOWING


def _common_first(words: tuple[Word, ...], head: int) -> int:
    first = _run(words, head)
    while first > 1 and _joins(words, first - 1) and _is_modifier(words, first - 2):
        further = _run(words, first - 2)
        if not _determiner(words, _edge(words, further)):
            break
        first = further
    return first


def _run(words: tuple[Word, ...], start: int) -> int:
    """Index of the first of the modifiers that stand without a gap before the word at `start`, and of it."""
    first = start
    while first and _is_modifier(words, first - 1):
        first -= 1
    if words[first].text == "-":
        first = min(first + 2, start)  # half of a compound goes with the other half, which is outside
    return first


def _is_modifier(words: tuple[Word, ...], index: int) -> bool:
    """Whether the word at `index` belongs to the extent of a noun right of it."""
    word = words[index]
    if word.cover is not None or word.lower in extent_lists()["status_words"]:
        return False
    if word.is_capital and not opens(words, index) and word.lower not in extent_lists()["capitalised"]:
        return _is_brand(word.text)  # any other is a name that nobody knows
    if word.text in _APOSTROPHES:
        return index > 0 and words[index - 1].lower in extent_lists()["role_plurals"]
    if word.text == "-":
        return index > 0 and words[index - 1].cover is None and words[index - 1].text[0].isalpha()
    return word.text[0].isalpha() and _is_modifying_word(words, index)


def _is_brand(text: str) -> bool:
    """Whether capitals stand inside, as in the names of fairs and conferences: 'CERAWeek'."""
    return text.isalnum() and not text.isupper() and any(character.isupper() for character in text[2:])


def _is_modifying_word(words: tuple[Word, ...], index: int) -> bool:
    word = words[index]
    if index > 1 and words[index - 1].text == "-" and words[index - 2].cover is not None:
        return False  # 'nation' in 'six-nation talks', 'led' in 'UN-led talks': the number or name stands alone
    if words[index + 1].text == "-":
        return True  # 'all' in 'all-party talks', 'two' in 'two-way trade'
    return word.tag in _MODIFIERS and (word.tag not in {"VBG", "VBN"} or _is_attributive(word))


def _is_attributive(word: Word) -> bool:
    """A participle that modifies ('signing ceremony'), not a verb whose object the noun is ('holding talks')."""
    if word.relation:
        return word.relation in {"amod", "compound", "nmod", "conj"} and word.lower not in extent_lists()["verbal"]
    return word.tag == "VBN" or word.lower in extent_lists()["gerunds"]


def _joins(words: tuple[Word, ...], index: int) -> bool:
    """Whether a dash or 'and' joins two modifiers ('trade and investment agreement'), not two triggers."""
    joint = words[index].text in _DASHES or words[index].lower in {"and", "&"}
    return joint and words[index - 1].lower not in extent_lists()["heads"]


def _edge(words: tuple[Word, ...], first: int) -> int:
    """Index of the first word of the noun phrase: over numbers, names, adjectives and words of time."""
    edge = first
    while edge and _continues(words, edge - 1):
        edge -= 1
    return edge


def _continues(words: tuple[Word, ...], index: int) -> bool:
    word = words[index]
    if word.cover in {"PERSON", "TITLE", "MONEY"} or word.tag == "POS":
        return False
    if word.text in _BRACKETS and index:  # around a short name
        return (words[index + 1] if word.text == "(" else words[index - 1]).cover in _NAME_PARTS
    if word.text in _QUOTES or "-" in {words[index + 1].text, words[max(0, index - 1)].text}:
        return True
    inside = word.cover is not None or word.tag in _MODIFIERS | {"CD"} or word.lower in extent_lists()["status_words"]
    return inside or (word.text in _DASHES and index > 0 and words[index - 1].cover is not None)


def _determiner(words: tuple[Word, ...], edge: int) -> str:
    if edge == 0:
        return ""
    word = words[edge - 1]
    return word.lower if word.tag in _DETERMINERS or word.lower == "s" else ""


def _proper_first(words: tuple[Word, ...], head: int) -> int:
    first = head
    while first and _is_name_part(words, first - 1):
        first -= 1
    while first < head and not words[first].is_capital:
        first += 1
    return first


def _is_name_part(words: tuple[Word, ...], index: int) -> bool:
    word = words[index]
    if word.cover is not None:
        return word.cover in _NAME_PARTS and word.text != "s"
    if word.text in _APOSTROPHES:
        return index > 0 and words[index - 1].lower in extent_lists()["role_plurals"]
    if word.lower == "and":
        return index > 1 and words[index - 1].is_capital and words[index - 1].cover is None
    return word.text == "-" or (word.is_capital and word.tag in _MODIFIERS)


def _proper_last(words: tuple[Word, ...], head: int) -> int:
    """Names go on over 'of', 'on' as long as a capital follows: 'Treaty of Amity and Cooperation'."""
    last = head
    for index in range(head + 1, len(words)):
        word = words[index]
        linked = word.lower in _LINKS or (word.lower in _INNER_LINKS and index > head + 1)
        if word.cover not in {None, "LOC"} or not (linked or (word.is_capital and index > head + 1)):
            break
        if word.is_capital:
            last = index
    return last
