from pathlib import Path

import pytest

from pipeline.config import build_stages, read_config
from pipeline.errors import ConfigError
from pipeline.records import Document
from pipeline.stages.sentences.spacy import SpacySegmenter, build

TEXT = (
    " date 2020-12-05 Peru and Chile agree\n"
    "The ministers met  in Lima. They signed a treaty.\n\n"
    "“It is good,” he said.\r\n"
)


@pytest.fixture(scope="module", params=["senter", "parser"])
def segmenter(request: pytest.FixtureRequest) -> SpacySegmenter:
    return build(component=request.param)


def test_sentences_end_with_their_line(segmenter: SpacySegmenter) -> None:
    segmentation = segmenter(Document(id="a", text=TEXT))
    found = [TEXT[start:end] for start, end in segmentation.sentences]
    assert found[-3:] == ["The ministers met  in Lima.", "They signed a treaty.", "“It is good,” he said."]
    assert segmentation.zones == ()


def test_tokens_hold_no_space_and_all_other_characters(segmenter: SpacySegmenter) -> None:
    segmentation = segmenter(Document(id="a", text=TEXT))
    tokens = [TEXT[start:end] for start, end in segmentation.tokens]
    assert all(token.split() == [token] for token in tokens)
    assert "".join(tokens) == "".join(TEXT.split())
    assert list(segmentation.tokens) == sorted(segmentation.tokens)


@pytest.mark.parametrize("text", ["", " \n\n "])
def test_nothing_in_a_blank_text(segmenter: SpacySegmenter, text: str) -> None:
    segmentation = segmenter(Document(id="a", text=text))
    assert (segmentation.tokens, segmentation.sentences) == ((), ())


def test_a_missing_package_and_a_wrong_component_are_config_errors(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="pip install en-core-web-none"):
        build("en_core_web_none")
    config = tmp_path / "a.cfg"
    config.write_text(
        '[pipeline]\nstages = ["s"]\n[stages]\n[stages.s]\n@stages = "sentences.spacy"\ncomponent = "nlp"\n'
    )
    with pytest.raises(ConfigError, match="component"):
        build_stages(read_config(config))


def test_a_package_without_the_component_is_a_config_error(tmp_path: Path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ConfigError, match="has no component 'parser'"):
        build(str(tmp_path / "blank"), "parser")
