"""Links by rules: countries, clusters of names and titles, event coreference, and pointers.

Word lists and rules are in `resources/links/`. Everything prefers silence to a wrong link: what is joined here is one
entity or one event in every fact that is made of it.
"""

from typing import ClassVar

from pipeline.countries import load_countries
from pipeline.records import Document, Links
from pipeline.stages.links.rules.context import Context, closure
from pipeline.stages.links.rules.events import event_pairs, general_kinds
from pipeline.stages.links.rules.mentions import event_kinds
from pipeline.stages.links.rules.names import find_countries, name_pairs, name_words
from pipeline.stages.links.rules.office_names import office_spellings
from pipeline.stages.links.rules.offices import find_holders, office_gaps, shared_offices, title_pairs
from pipeline.stages.links.rules.phrases import Reader, event_rules
from pipeline.stages.links.rules.pointers import find_pointers
from pipeline.stages.links.rules.scene import pointer_rules


class LinkRules:
    """The stage: names first, then offices, which need them, then pointers and events, which need both."""

    requires: ClassVar = ("sentences", "entities", "values")
    uses: ClassVar[tuple[str, ...]] = ()
    assigns = "links"

    def __call__(self, document: Document) -> Links:
        """Clusters, countries and pointers of the document."""
        order = {span.id: number for number, span in enumerate(document.spans())}
        countries = find_countries(document)
        names = list(name_pairs(document, countries))
        roots = {member: cluster[0] for cluster in closure(names, order) for member in cluster}
        context = Context.of(document, countries, roots)
        holders = find_holders(context)
        pointers = find_pointers(context, holders)
        pairs = [*names, *title_pairs(context, holders), *event_pairs(Reader.of(context, pointers, holders.described))]
        return Links(closure(pairs, order), countries, pointers)


def build() -> LinkRules:
    """The stage `links.rules`; it has no settings. Resources are read here, so that a broken one stops the build."""
    for load in (
        load_countries,
        name_words,
        office_gaps,
        shared_offices,
        office_spellings,
        event_rules,
        event_kinds,
        general_kinds,
        pointer_rules,
    ):
        load()
    return LinkRules()
