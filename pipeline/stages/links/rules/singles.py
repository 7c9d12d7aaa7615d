"""Phrases for one thing: 'the Lao leader', 'the bloc', 'the ministry', 'the country', 'here'."""

import re
from collections.abc import Sequence

from pipeline.countries import load_countries
from pipeline.records import Span
from pipeline.stages.links.rules.context import COUNTRY
from pipeline.stages.links.rules.scene import ORG, PERSON, Scene, pointer_rules

_VERB_LENGTH = 20
_LEAVES = re.compile(r"\b(?:depart|departed|departing|leave|leaves|leaving|left)\s+(?:from\s+)?$")
_AT = re.compile(r"\b(?:at|in|to|visits?)\s+$")
_QUOTED = re.compile(r'["“][^"”]*$')


def leader(scene: Scene) -> Sequence[Span]:
    """The nearest person before the phrase of that country and office: 'the Lao leader', 'the Chinese president'."""
    context = scene.context
    code = load_countries().code(scene.match["country"])
    at_home = [
        person for person in scene.past(PERSON) if code and code in scene.holders.homes.get(context.key(person), ())
    ]
    return [person for person in at_home if scene.holds(person, scene.match["office"].casefold())][-1:]


def officer(scene: Scene) -> Sequence[Span]:
    """The holder of a bare office ('the president'), if nobody else so far holds one of that name."""
    office = scene.match["office"].casefold()
    holders = scene.context.last_of_each(person for person in scene.past(PERSON) if scene.holds(person, office))
    return holders if len(holders) == 1 else ()


def bloc(scene: Scene) -> Sequence[Span]:
    """The last bloc of states named before the phrase."""
    blocs = pointer_rules().lists["bloc"]
    return [org for org in scene.past(ORG) if org.text in blocs][-1:]


def body(scene: Scene) -> Sequence[Span]:
    """The organisation whose name ends with these words (for one word: has it), if there is only one."""
    context = scene.context
    words = scene.match["words"].casefold()
    end = "$" if re.search(r"[\s-]", words) else r"\b"
    tail = re.compile(rf"(?:^|[\s-]){re.escape(words)}{end}")
    named = [org for org in scene.around(ORG) if tail.search(org.text.casefold())]
    if len(context.keys(named)) != 1:
        return ()
    before = [org for org in named if org.end <= scene.position]
    return [before[-1] if before else named[0]]


def country(scene: Scene) -> Sequence[Span]:
    """The only country so far in this sentence, else in the last one; not the one that does something to it."""
    context = scene.context
    words = _before(scene).split()
    acted_on = bool(words) and words[-1] in pointer_rules().lists["given"]
    for back in (1,) if acted_on else (0, 1):
        end = scene.start() if acted_on else scene.position
        near = context.last_of_each(context.named(scene.start(back), end, COUNTRY))
        if near:
            return near if len(near) == 1 else ()
    return ()


def _before(scene: Scene) -> str:
    return scene.context.text[max(0, scene.position - _VERB_LENGTH) : scene.position]


def realm(scene: Scene) -> Sequence[Span]:
    """'the kingdom': the last country before the phrase that is one."""
    codes = pointer_rules().lists[scene.match["realm"]]
    return [span for span in scene.past(COUNTRY) if scene.context.countries.get(span.id) in codes][-1:]


def own_country(scene: Scene) -> Sequence[Span]:
    """'our country', not quoted: the country whose capital the report comes from."""
    context = scene.context
    before = context.text[scene.start() : scene.position]
    codes = {load_countries().capitals.get(place.text) for place in _dateline(scene)}
    named = [span for span in scene.past({"GPE"}) if context.countries.get(span.id) in codes - {None}]
    return () if _QUOTED.search(before) else named[-1:]


def capital(scene: Scene) -> Sequence[Span]:
    """The nearest mention of the capital of that country, rather before the phrase than after it."""
    code = load_countries().code(scene.match["country"])
    cities = [city for city in scene.around({"GPE"}) if code and load_countries().capitals.get(city.text) == code]
    cities.sort(key=lambda city: (city.start > scene.position, abs(city.start - scene.position)))
    return cities[:1]


def here(scene: Scene) -> Sequence[Span]:
    """The place of the dateline; without one, the only city where something is done according to the title."""
    context = scene.context
    title = context.document.zone("title")
    if context.document.zone("dateline") is not None or title is None or _LEAVES.search(_before(scene)):
        return _dateline(scene)
    cities = [place for place in context.within(title.start, title.end, {"GPE"}) if place.id not in context.countries]
    at = context.text[title.start : cities[0].start] if len(cities) == 1 else ""
    return cities if _AT.search(at) else ()


def there(scene: Scene) -> Sequence[Span]:
    """The last place named in this sentence, else in the last one."""
    for back in (0, 1):
        places = scene.context.within(scene.start(back), scene.position, {"GPE"})
        if places:
            return places[-1:]
    return ()


def _dateline(scene: Scene) -> Sequence[Span]:
    """The place of the dateline before the phrase."""
    dateline = scene.context.document.zone("dateline")
    if dateline is None or scene.position < dateline.end:
        return ()
    return scene.context.within(dateline.start, dateline.end, {"GPE"})[:1]
