"""Long documents are scored within seconds: 2,000 spans and 1,000 facts a side."""

import random
import time
from decimal import Decimal

import pytest

from pipeline.evaluation import LAYERS
from pipeline.evaluation.matching import Pair
from pipeline.records import Amount, Arc, Argument, Document, Entity, Fact, Links, Value

TRIGGERS = ("VISIT", "MEETING", "AGREEMENT", "INDICATOR", "APPOINTMENT")


def long_document(seed: int) -> Document:
    chance = random.Random(seed)
    entities = [
        Entity(id=f"e{i}", start=9 * i, end=9 * i + chance.randint(4, 9), label=label, text=f"w{chance.randint(0, 99)}")
        for i, label in ((i, chance.choice((*TRIGGERS, "GPE", "GPE", "PERSON"))) for i in range(1500))
    ]
    amounts = [Amount(Decimal(chance.randint(1, 20))) for _ in range(500)]
    values = [
        Value(id=f"v{i}", start=14000 + 9 * i, end=14005 + 9 * i, label=("MONEY", "DATE")[i % 2], text="x", norm=amount)
        for i, amount in enumerate(amounts)
    ]
    names = [entity.id for entity in entities if entity.label not in TRIGGERS]
    triggers = [entity.id for entity in entities if entity.label in TRIGGERS]
    arcs = (Arc(chance.choice(triggers), "participant", chance.choice(names)) for _ in range(1000))
    return Document(
        id="a",
        text=None,
        sentences=tuple((90 * i, 90 * i + 89) for i in range(220)),
        entities=tuple(entities),
        values=tuple(values),
        links=Links(tuple(tuple(chance.sample(triggers, 3)) for _ in range(100)), dict.fromkeys(names[:99], "PE")),
        relations=tuple(set(arcs)),
        facts=tuple(fact(chance, names, values[chance.randrange(500)]) for _ in range(1000)),
    )


def fact(chance: random.Random, names: list[str], value: Value) -> Fact:
    parties = tuple(Argument(name, "") for name in chance.sample(names, 2))
    return Fact(
        id="",
        document="a",
        created=None,
        type=chance.choice(TRIGGERS),
        status="asserted",
        phase=None,
        trigger=None,
        arguments={"party": parties, "value": (Argument(value.id, "", value.norm),)},
        evidence=(),
    )


@pytest.mark.parametrize("layer", LAYERS)
def test_a_long_document_takes_seconds(layer: str, long_pair: Pair) -> None:
    started = time.process_time()
    assert sum(score.gold for score in LAYERS[layer](long_pair).values()) > 0
    assert time.process_time() - started < 20


@pytest.fixture(scope="module")
def long_pair() -> Pair:
    return Pair(long_document(1), long_document(2))
