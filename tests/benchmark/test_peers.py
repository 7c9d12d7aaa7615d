from pathlib import Path

import pytest

from pipeline.benchmark.components import find_peer, find_task
from pipeline.benchmark.peers import factwire, spacy
from pipeline.errors import ConfigError

PEERS = sorted(Path(factwire.__file__).parent.glob("[a-z]*.py"))
TEXT = "Ana Ruiz visited Peru on Monday. She left it on Tuesday."


@pytest.mark.parametrize("path", PEERS, ids=lambda path: path.stem)
def test_a_peer_can_be_read_without_its_package(path: Path) -> None:
    peer = find_peer(path.stem, Path())
    assert peer.path == path
    for task in peer.tasks:
        assert find_task(task).metrics


def test_factwire_makes_what_the_task_needs() -> None:
    split = factwire.load("sentences", config="configs/rules.cfg", until="sentences")
    assert [list(offsets) for offsets in split(TEXT, None)["sentences"]] == [[0, 32], [33, 56]]
    whole = factwire.load("own", config="configs/rules.cfg")(TEXT, "2020-12-05")
    assert {entity["text"] for entity in whole["entities"]} >= {"Ana Ruiz", "Peru"}
    assert whole["values"][0]["norm"]["value"].startswith("2020-1")


def test_factwire_stops_at_a_layer() -> None:
    found = factwire.load("own", config="configs/rules.cfg", until="values")(TEXT, None)
    assert found["values"]
    assert not found["entities"]


def test_spacy_gives_sentences_names_and_amounts() -> None:
    assert spacy.load("sentences")(TEXT, None)["sentences"] == [[0, 32], [33, 56]]
    found = spacy.load("entities")(TEXT, None)
    assert {"start": 17, "end": 21, "label": "GPE"} in found["entities"]
    assert {"start": 25, "end": 31, "label": "DATE"} in found["values"]


def test_an_unknown_layer_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"'weather'.*sentences"):
        factwire.load("own", config="configs/rules.cfg", until="weather")
