from pathlib import Path

import pytest
from confection import Config

from pipeline.errors import ConfigError
from pipeline.settings import check_settings, find_loader, locate, read_file, without_first


def build(text: str, size: int, *, name: str = "x") -> str:
    return text * size + name


def test_settings_are_held_to_the_signature() -> None:
    rest = without_first(build)
    assert check_settings("place", rest, {"size": 2}) == {"size": 2, "name": "x"}
    for wrong, message in (({}, "size"), ({"size": 2, "text": "a"}, "text"), ({"size": "two"}, "size")):
        with pytest.raises(ConfigError, match=rf"\[place\] {message}: "):
            check_settings("place", rest, wrong)
    with pytest.raises(ConfigError, match=r"place is 3, expected a section \[place\]"):
        check_settings("place", rest, 3)


def test_errors_begin_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.cfg"
    path.write_text("[a]\nb = 1\n")
    assert read_file(path, dict) == {"a": {"b": 1}}
    assert read_file(path, dict, {"a.b": 2}) == {"a": {"b": 2}}

    def refuse(_: Config) -> None:
        raise ConfigError("no good")

    with pytest.raises(ConfigError, match=r"a\.cfg: no good"):
        read_file(path, refuse)
    path.write_bytes(b"\xff\xfe[a]")
    with pytest.raises(ConfigError, match=r"a\.cfg: not a text file in UTF-8"):
        read_file(path, dict)
    with pytest.raises(ConfigError, match=r"none\.cfg: no such config file"):
        read_file(tmp_path / "none.cfg", dict)
    with pytest.raises(ConfigError, match="Is a directory; expected a config file"):
        read_file(tmp_path, dict)


def test_loaders_are_found_by_name() -> None:
    assert find_loader("ud").__module__ == "pipeline.loaders.ud"
    with pytest.raises(ConfigError, match=r"there is no loader 'none'; choose one of: .*ud"):
        find_loader("none")


def test_paths_start_from_the_data_or_the_project(tmp_path: Path) -> None:
    assert locate("a/b.txt", tmp_path) == tmp_path / "a" / "b.txt"
    assert locate("project:configs/default.cfg", tmp_path).is_file()
