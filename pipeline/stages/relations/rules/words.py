"""Parts of speech without a model: closed word classes, a list of verbs, and the words before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.schema import load_schema
from pipeline.stages.relations.rules.units import POINTER, Unit

_CLOSED: Mapping[str, str] = {
    "adverb": "RB",
    "adjective": "JJ",
    "preposition": "IN",
    "determiner": "DT",
    "subordinator": "SUB",
    "pronoun": "PRP",
    "relative": "WDT",
    "conjunction": "CC",
    "modal": "MD",
    "possessive": "PRP$",
}
_NO_OBJECT = frozenset({"of", "between", "with", ",", ".", "and", "is", "was", "were", "will"})
_VOWELS = "aeiou"
_DETERMINED = frozenset({"DT", "PRP$", "JJ", "CD", "POS", "NNP"})
_PUNCTUATION = frozenset(",;:()[]-–—\"'`“”‘’./")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word → (lemma, tag), in `closed` for words of one class, in `verbs` for forms of verbs.

    `nouns` are verb forms that may be nouns, `control` verbs whose object is the subject of the infinitive after it.
    """

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
        if after.span is not None:
            return after.code not in load_schema().triggers
        return after.code in self.closed and self.closed[after.code][1] in ("DT", "PRP$")


def _participle(tag: str, previous: str) -> str:
    return "VBN" if tag == "VBD" and previous == "AUX" else tag


def _opens_object(after: Unit | None) -> bool:
    return after is not None and after.code not in _NO_OBJECT


def build_lexicon(data: Mapping[str, Any]) -> Lexicon:
    """The lexicon of `relations/words.toml`."""
    lists: Mapping[str, Sequence[str]] = data["lists"]
    closed = {word: (word, tag) for name, tag in _CLOSED.items() for word in lists[name]}
    closed |= dict.fromkeys(lists["be"], ("be", "AUX")) | dict.fromkeys(lists["have"], ("have", "AUX"))
    closed["to"] = ("to", "TO")
    verbs: dict[str, tuple[str, str]] = {}
    for base in lists["verb"]:
        verbs |= _inflect(base, doubles=base in lists["doubling"])
    verbs |= {form: (entry.split()[0], entry.split()[1]) for form, entry in data["irregular"].items()}
    nouns = {form for base in lists["noun_verb"] for form in (base, _third_person(base))}
    return Lexicon(closed, verbs, frozenset(nouns), frozenset(lists["object_control"]))


def _inflect(base: str, *, doubles: bool) -> dict[str, tuple[str, str]]:
    """Regular forms: 'carry' → carries, carried, carrying; 'plan' (doubles) → plans, planned, planning."""
    stem = base + base[-1] if doubles else base
    soft = base.endswith("y") and base[-2] not in _VOWELS
    silent = base.endswith("e") and not base.endswith("ee")
    past = base[:-1] + "ied" if soft else base + "d" if base.endswith("e") else stem + "ed"
    return {
        base: (base, "VB"),
        _third_person(base): (base, "VBZ"),
        past: (base, "VBD"),
        (base[:-1] if silent else stem) + "ing": (base, "VBG"),
    }


def _third_person(base: str) -> str:
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "o")) else "s")
