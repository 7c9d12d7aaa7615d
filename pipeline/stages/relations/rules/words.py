"""Parts of speech without a model: closed word classes, a list of verbs with their inflection, and the word before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.schema import load_schema
from pipeline.stages.relations.rules.units import POINTER, Unit

_VOWELS = "aeiou"
_DETERMINED = frozenset({"DT", "PRP$", "JJ", "CD", "POS", "NNP"})
_PUNCTUATION = frozenset(",;:()[]-–—\"'`“”‘’./")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word → (lemma, tag) for words of one class; `verbs` holds the readings of verb forms, `nouns` the forms that may be nouns."""

    closed: Mapping[str, tuple[str, str]]
    verbs: Mapping[str, tuple[str, str]]
    nouns: frozenset[str]
    control: frozenset[str]

    def tag(self, units: Sequence[Unit]) -> list[tuple[str, str]]:
        """(tag, lemma) of every unit; tags are Penn's, `,` for any punctuation, `AUX` for forms of be and have."""
        tagged: list[tuple[str, str]] = []
        for index, unit in enumerate(units):
            following = units[index + 1] if index + 1 < len(units) else None
            joined = (
                following is not None
                and index > 0
                and (units[index - 1].end, unit.end) == (unit.start, following.start)
            )
            hyphen = joined and unit.code in ("-", "–")
            tagged.append(("HYPH", unit.code) if hyphen else self._tag(unit, tagged, following))
        return tagged

    def _tag(self, unit: Unit, before: Sequence[tuple[str, str]], after: Unit | None) -> tuple[str, str]:
        word = unit.text.lower()
        previous = before[-1][0] if before else ""
        if unit.span is not None:
            return self._tag_span(unit, previous, after)
        if unit.code == POINTER and self.closed.get(word, ("", ""))[1] not in ("PRP$", "PRP"):
            return "NNP", word
        if word in self.closed:
            lemma, tag = self.closed[word]
            return ("WDT", lemma) if word == "that" and previous in ("NN", "NNP", "NNS") else (tag, lemma)
        if all(character in _PUNCTUATION for character in word):
            return ",", word
        if word in ("'s", "’s"):
            return "POS", word
        return self._tag_open(word, previous, after)

    def _tag_span(self, unit: Unit, previous: str, after: Unit | None) -> tuple[str, str]:
        schema = load_schema()
        if unit.code in ("INDICATOR", "AGREEMENT"):
            return "NN", unit.text.lower().split()[-1].removesuffix("s")
        if unit.code in schema.triggers:
            first = unit.text.lower().split()[0]
            tag, lemma = self._tag_open(first, previous, after)
            if tag.startswith("VB") and (" " not in unit.text or first in self.verbs):
                return tag, lemma
            return "NN", unit.text.lower().split()[-1].removesuffix("s")
        return ("CD" if unit.code in schema.values else "NNP"), unit.code

    def _tag_open(self, word: str, previous: str, after: Unit | None) -> tuple[str, str]:
        reading = self.verbs.get(word)
        if reading is not None:
            lemma, tag = reading
            if not self._is_noun(word, tag, previous, after):
                return (_participle(tag, previous), lemma)
        elif word.endswith("ed") and len(word) > len("used"):
            return ("JJ" if previous in ("DT", "PRP$", "POS") else _participle("VBD", previous)), word
        if word.endswith("ing") and len(word) > len("being") and previous not in _DETERMINED and _opens_object(after):
            return "VBG", reading[0] if reading else word
        if word.endswith("ly"):
            return "RB", word
        return "NN", word.removesuffix("s")

    def _is_noun(self, word: str, tag: str, previous: str, after: Unit | None) -> bool:
        if tag == "VBG":
            return previous in _DETERMINED or (previous in ("IN", "CC", "") and not _opens_object(after))
        if tag in ("VBD", "VBN"):
            return False
        if previous in ("TO", "MD") or (previous in ("PRP", "RB", "WP", "WDT") and word in self.nouns):
            return False
        if word not in self.nouns:
            return previous in ("DT", "PRP$", "POS", "JJ")
        return not (previous in ("NNP", "CC", ",") and self._starts_object(after))

    def _starts_object(self, after: Unit | None) -> bool:
        if after is None or after.code in ("DATE", "TIME", ","):
            return False
        word = after.text.lower()
        return (after.span is not None and after.code not in load_schema().triggers) or self.closed.get(word, ("", ""))[
            1
        ] in ("DT", "PRP$")


def _participle(tag: str, previous: str) -> str:
    return "VBN" if tag == "VBD" and previous == "AUX" else tag


def _opens_object(after: Unit | None) -> bool:
    return after is not None and after.code not in (
        "of",
        "between",
        "with",
        ",",
        ".",
        "and",
        "is",
        "was",
        "were",
        "will",
    )


def build_lexicon(data: Mapping[str, Any]) -> Lexicon:
    """The lexicon of `relations/words.toml`."""
    lists: Mapping[str, Sequence[str]] = data["lists"]
    tags = {
        "adverb": "RB", "adjective": "JJ", "preposition": "IN", "determiner": "DT", "subordinator": "SUB", "pronoun": "PRP",
        "relative": "WDT", "conjunction": "CC", "modal": "MD", "possessive": "PRP$",
    }  # fmt: skip
    closed = {word: (word, tag) for name, tag in tags.items() for word in lists[name]}
    closed |= {word: ("be", "AUX") for word in lists["be"]} | {word: ("have", "AUX") for word in lists["have"]}
    closed["to"] = ("to", "TO")
    verbs = {form: reading for base in lists["verb"] for form, reading in _inflect(base).items()}
    verbs |= {form: (entry.split()[0], entry.split()[1]) for form, entry in data["irregular"].items()}
    nouns = {form for base in lists["noun_verb"] for form in (base, _inflected(base, "s"))}
    return Lexicon(closed, verbs, frozenset(nouns), frozenset(lists["object_control"]))


def _inflect(base: str) -> dict[str, tuple[str, str]]:
    return {
        base: (base, "VB"),
        _inflected(base, "s"): (base, "VBZ"),
        _inflected(base, "ed"): (base, "VBD"),
        _inflected(base, "ing"): (base, "VBG"),
    }


def _inflected(base: str, ending: str) -> str:
    """The regular form: 'carry' + 'ed' → 'carried', 'plan' + 'ing' → 'planning', 'reach' + 's' → 'reaches'."""
    if base.endswith("y") and base[-2] not in _VOWELS and ending != "ing":
        return base[:-1] + ("ies" if ending == "s" else "ied")
    if ending == "s":
        return base + ("es" if base.endswith(("s", "sh", "ch", "x", "o")) else "s")
    if base.endswith("e") and not base.endswith("ee"):
        return base[:-1] + ending
    if base in (
        "plan",
        "drop",
        "slip",
        "ship",
        "set",
        "step",
        "begin",
        "run",
        "stop",
        "get",
        "put",
        "hit",
        "win",
        "cut",
        "wrap",
        "confer",
        "quit",
    ):
        return base + base[-1] + ending
    return base + ending
