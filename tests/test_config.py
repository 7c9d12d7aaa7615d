from pathlib import Path

import pytest

from pipeline.config import available_stages, build_stages, find_build, read_config
from pipeline.errors import ConfigError
from pipeline.runner import check_order

CONFIGS = Path(__file__).parents[1] / "configs"

MINIMAL = """
[pipeline]
stages = ["sentences"]

[stages]

[stages.sentences]
@stages = "sentences.rules"
"""


def write(folder: Path, content: str) -> Path:
    path = folder / "my.cfg"
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["rules.cfg", "default.cfg"])
def test_a_shipped_config_builds_every_layer_in_a_legal_order(name: str) -> None:
    stages = build_stages(read_config(CONFIGS / name))
    check_order(stages)
    assert stages[-1].assigns == "facts"


def test_without_a_path_the_default_is_read() -> None:
    assert read_config() == read_config(CONFIGS / "default.cfg")


def test_stages_are_found_by_name_alone() -> None:
    assert {"sentences.rules", "values.rules", "facts.assembly"} <= set(available_stages())
    assert find_build("sentences.rules").__module__ == "pipeline.stages.sentences.rules"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (MINIMAL.replace("sentences.rules", "sentences.magic"), r"no stage 'sentences.magic'.*sentences\.rules"),
        (MINIMAL.replace("sentences.rules", "../evil"), "there is no stage"),
        (MINIMAL.replace("sentences.rules", "sentences.rules.find"), "there is no stage"),
        (MINIMAL + "colour = 3\n", "colour"),
        (MINIMAL + "\n[weather]\nsun = 1\n", r"unknown section \[weather\]"),
        (MINIMAL.replace("[pipeline]", "[pipeline]\nspeed = 3"), "unknown key 'speed'"),
        (MINIMAL.replace('["sentences"]', '["sentences", "values"]'), r"there is no section \[stages.values\]"),
        (MINIMAL + '\n[stages.values]\n@stages = "values.rules"\n', "is not named in"),
        (MINIMAL.replace("@stages", "stage"), "has no '@stages'"),
        (MINIMAL.replace('["sentences"]', "[]"), "has no 'stages'"),
        (MINIMAL.replace("[stages]", ""), "Section 'stages' is not defined"),
        ("nothing here", "my.cfg"),
    ],
)  # fmt: skip
def test_a_config_that_cannot_be_used_is_refused_with_file_and_place(
    tmp_path: Path, content: str, message: str
) -> None:
    path = write(tmp_path, content)
    with pytest.raises(ConfigError, match=message) as caught:
        read_config(path)
    assert "my.cfg" in str(caught.value)


def test_a_setting_of_the_wrong_type_is_refused(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        MINIMAL.replace('["sentences"]', '["values"]')
        .replace(".sentences", ".values")
        .replace("sentences.rules", "values.rules")
        + "day_first = [3]\n",
    )
    with pytest.raises(ConfigError, match="day_first"):
        read_config(path)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(ConfigError, match=r"none\.cfg: no such config file"):
        read_config(Path("none.cfg"))


def test_settings_may_be_overridden() -> None:
    config = read_config(CONFIGS / "rules.cfg", {"stages.values.day_first": False})
    assert config["stages"]["values"]["day_first"] is False


def test_a_folder_is_no_config(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Is a directory; expected a config file"):
        read_config(tmp_path)
