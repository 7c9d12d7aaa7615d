"""The linear model: what its folder must hold, what it makes of scores, and the contract of the stage."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.candidates import Candidate, candidates, things
from pipeline.config import build_stages, read_config
from pipeline.errors import ConfigError
from pipeline.records import Amount, Arc, Change, Document, Parse, Timex
from pipeline.schema import load_schema
from pipeline.stages.relations.linear import LinearRelations, build
from pipeline.stages.relations.linear.decoding import Scored, decode
from pipeline.stages.relations.linear.features import GROUPS, Features
from pipeline.stages.relations.linear.model import FORMAT, META, VOCABULARY, WEIGHTS, LinearModel
from tests.builders import document

_PIECES = (
    *("[PERSON:Ana]", "[GPE:Peru]", "[ORG:Acme]", "[VISIT:visit]", "[MEETING:talks]", "[DATE:May]", "[TITLE:envoy]"),
    *("[INDICATOR:exports]", "[MONEY:5 dollars]", "to", "and", ",", "."),
)


def _groups() -> list[str]:
    return sorted(f"{head}.{role}" for head, roles in load_schema().roles.items() for role in roles)


def _write(folder: Path, weights: Mapping[str, float], *, form: int = FORMAT, trust: float = 0.0) -> Path:
    """A model that gives every group the same weight for a feature."""
    groups = _groups()
    table = np.repeat(np.array([list(weights.values())], dtype=np.float16).T, len(groups), axis=1)
    folder.mkdir(exist_ok=True)
    np.savez_compressed(folder / WEIGHTS, weights=table)
    (folder / VOCABULARY).write_text(json.dumps({"features": list(weights), "groups": groups}))
    files = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (WEIGHTS, VOCABULARY)}
    calibration = {"slope": 2.0, "intercept": -1.0}
    thresholds = dict.fromkeys(groups, 0.0)
    meta = {"format": form, "files": files, "thresholds": thresholds, "calibration": calibration, "trust": trust}
    (folder / META).write_text(json.dumps(meta))
    return folder


def _stage(
    folder: Path, weights: Mapping[str, float], *arcs: tuple[str, str, str], trust: float = 0.0
) -> LinearRelations:
    return build(lambda _: tuple(Arc(*arc, found_by="rule") for arc in arcs), str(_write(folder, weights, trust=trust)))


def test_what_the_rules_say_can_be_followed(tmp_path: Path) -> None:
    found = document("[PERSON:Ana] will [VISIT:visit] [GPE:Peru].")
    stage = _stage(tmp_path / "m", {"bias": -1.0, "rules.pair": 2.0}, ("e2", "visitor", "e1"))
    (arc,) = stage(found)
    assert arc == Arc("e2", "visitor", "e1")
    assert arc.found_by == "linear.m"
    assert arc.score == round(1 / (1 + np.exp(-1.0)), 4)  # slope 2 and intercept -1 make 1 of the log-odds 1


def test_a_model_can_overrule_the_rules_and_find_what_they_miss(tmp_path: Path) -> None:
    found = document("[PERSON:Ana] will [VISIT:visit] [GPE:Peru].")
    weights = {"bias": -1.0, "rules.pair": -3.0, "argument.label=GPE": 2.0}
    arcs = _stage(tmp_path / "m", weights, ("e2", "visitor", "e1"))(found)
    assert {arc.argument for arc in arcs} == {"e3"}


def test_an_arc_of_the_rules_is_trusted_to_a_point(tmp_path: Path) -> None:
    found = document("[PERSON:Ana] will [VISIT:visit] [GPE:Peru].")
    doubts = {"bias": -1.0}
    for trust, arguments in ((0.5, set()), (1.5, {"e1"})):
        arcs = _stage(tmp_path / "m", doubts, ("e2", "visitor", "e1"), trust=trust)(found)
        assert {arc.argument for arc in arcs} == arguments


@pytest.mark.parametrize(("before", "sign"), [("fell by", -1), ("rose by", 1)])
def test_a_change_that_the_rules_do_not_read_has_the_sign_of_the_words_before_it(
    tmp_path: Path, before: str, sign: int
) -> None:
    text = f"[INDICATOR:Exports] {before} [PERCENT:9 percent] year-on-year."
    stage = _stage(tmp_path / "m", {"bias": 1.0})
    columns = stage.model.groups
    stage.model.weights[:] = -1.0
    stage.model.weights[:, columns["INDICATOR.change"]] = 1.0
    (arc,) = stage(document(text, norms={"v1": Amount(9)}))  # type: ignore[arg-type]
    assert arc.norm == Change(sign * 9, "%", "year-on-year")  # type: ignore[arg-type]


@given(st.lists(st.sampled_from(_PIECES), max_size=14))
def test_arcs_are_ordered_unique_allowed_and_the_same_every_time(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    stage = _stage(tmp_path_factory.mktemp("models"), {"bias": 1.0})
    found = document(" ".join(pieces))
    arcs, spans = stage(found), found.by_id()
    keys = [(spans[arc.head].start, arc.label, spans[arc.argument].start) for arc in arcs]
    assert keys == sorted(set(keys))
    assert all(load_schema().allows(spans[arc.head].label, arc.label, spans[arc.argument].label) for arc in arcs)
    assert stage(found) == arcs


def _scored(found: Document, margins: Mapping[tuple[str, str, str], float]) -> list[Scored]:
    by_ends: dict[tuple[str, str], Candidate] = {(one.head.id, one.argument.id): one for one in candidates(found)}
    return [Scored(by_ends[head, other], role, margin, margin) for (head, role, other), margin in margins.items()]


def _decoded(found: Document, margins: Mapping[tuple[str, str, str], float]) -> set[tuple[str, str, str]]:
    taken = decode(_scored(found, margins), things(found))
    return {(one.candidate.head.id, one.role, one.candidate.argument.id) for one in taken}


def test_two_things_are_joined_once_by_their_best_mentions_and_in_one_role() -> None:
    found = document(
        "[GPE:Peru] on a [VISIT:visit] to [GPE:Lima] of [NORP:Peruvian].", countries={"e1": "PE", "e4": "PE"}
    )
    margins = {("e2", "host", "e1"): 0.5, ("e2", "host", "e4"): 1.0, ("e2", "destination", "e1"): 0.9}
    assert _decoded(found, margins) == {("e2", "host", "e4")}


def test_what_is_single_is_filled_once_what_is_plural_often() -> None:
    found = document("[GPE:Peru] and [GPE:Chile] in [MEETING:talks] of [DATE:May] and [DATE:June].")
    margins = {
        ("e3", "participant", "e1"): 0.2,
        ("e3", "participant", "e2"): 0.1,
        ("e3", "date", "v1"): 0.1,
        ("e3", "date", "v2"): 0.3,
    }
    assert _decoded(found, margins) == {("e3", "participant", "e1"), ("e3", "participant", "e2"), ("e3", "date", "v2")}


def test_how_often_leaves_the_date_open() -> None:
    norms = {"v1": Timex("SET", "P1Y"), "v2": Timex("DATE", "2020")}
    found = document("An [DATE:annual] [MEETING:meeting] was held in [DATE:2020].", norms=norms)
    margins = {("e1", "date", "v1"): 0.2, ("e1", "date", "v2"): 0.1}
    assert _decoded(found, margins) == margins.keys()


def test_what_is_below_its_threshold_is_left() -> None:
    found = document("[PERSON:Ana] on a [VISIT:visit].")
    assert _decoded(found, {("e2", "visitor", "e1"): -0.01}) == set()
    assert _decoded(found, {("e2", "visitor", "e1"): 0.0}) == {("e2", "visitor", "e1")}


def test_features_belong_to_the_groups_and_name_the_path() -> None:
    found = document("[PERSON:Ana] paid a [VISIT:visit] to [GPE:Peru].")
    parse = Parse(
        tags=("NNP", "VBD", "DT", "NN", "IN", "NNP", "."),
        lemmas=("ana", "pay", "a", "visit", "to", "peru", "."),
        heads=(1, 1, 3, 1, 3, 4, 1),
        relations=("nsubj", "ROOT", "det", "dobj", "prep", "pobj", "punct"),
    )
    features = Features(found.with_layer("parse", parse), ())
    by_text = {one.argument.text: features.of_pair(one) for one in candidates(found) if one.head.text == "visit"}
    assert {name.partition(".")[0] for names in by_text.values() for name in names} <= {"bias", *GROUPS}
    assert "path.whole=dobj^nsubj" in by_text["Ana"]
    assert "path.whole=^prep:to>pobj" in by_text["Peru"]
    assert "words.governor=to.>" in by_text["Peru"]


def test_a_missing_or_damaged_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no-such-model"):
        LinearModel.open("no-such-model")
    folder = _write(tmp_path / "m", {"bias": 1.0})
    (folder / VOCABULARY).write_text("{}")
    with pytest.raises(ConfigError, match=r"vocabulary\.json: has the hash"):
        LinearModel.open(str(folder))
    with pytest.raises(ConfigError, match=f"found format 99, expected {FORMAT}"):
        LinearModel.open(str(_write(tmp_path / "m", {"bias": 1.0}, form=99)))
    (folder / META).write_text("{}")
    with pytest.raises(ConfigError, match="is damaged"):
        LinearModel.open(str(folder))


def test_a_config_gives_it_its_rules(tmp_path: Path) -> None:
    folder = _write(tmp_path / "m", {"bias": -1.0, "rules.pair": 2.0})
    config = tmp_path / "linear.cfg"
    config.write_text(
        '[pipeline]\nstages = ["relations"]\n[stages]\n[stages.relations]\n@stages = "relations.linear"\n'
        f'model = "{folder}"\n[stages.relations.rules]\n@stages = "relations.rules"\n'
    )
    (stage,) = build_stages(read_config(config))
    arcs = stage(document("[PERSON:Ana] visited [GPE:Peru] on a [VISIT:visit] to [GPE:Peru]."))
    assert {arc.found_by for arc in arcs} == {"linear.m"}
