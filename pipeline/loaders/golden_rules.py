"""The Golden Rules for sentence splitting (Dias 2014, as in pySBD, Sadvilkar and Neumann 2020): one case a line.

{"rule": 1, "text": "It rained. We stayed.", "sentences": ["It rained.", "We stayed."]}
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.loaders.common.files import expecting, read_objects
from pipeline.records import Document, Offsets


def load(path: Path) -> Iterator[Document]:
    """The cases `rule-1`, `rule-2` … with their sentences.

    Raises FormatError for a line that lacks something, or whose sentences do not follow one another in its text.
    """
    for place, data in read_objects(path):
        with expecting(place, "rule, text, and the sentences as they stand in it"):
            yield Document(
                id=f"rule-{data['rule']}",
                text=data["text"],
                sentences=tuple(_locate(data["text"], data["sentences"])),
            )


def _locate(text: str, sentences: Sequence[str]) -> Iterator[Offsets]:
    end = 0
    for sentence in sentences:
        start = text.index(sentence, end)
        end = start + len(sentence)
        yield start, end
