from pathlib import Path

import pytest

from pipeline.benchmark.config import read_benchmark, read_benchmarks
from pipeline.errors import ConfigError
from tests.benchmark.samples import CONFIG, write_benchmark

CONFIGS = Path(__file__).parents[2] / "configs" / "benchmark"
LOADER = '@loaders = "factwire"\n'


@pytest.mark.parametrize("path", sorted(CONFIGS.glob("*.cfg")), ids=lambda path: path.stem)
def test_shipped_configs_are_valid(path: Path) -> None:
    benchmark, *_ = read_benchmarks(path)
    has_ours = any(system.peer.name == "factwire" for system in benchmark.systems)
    assert has_ours or benchmark.task.name == "relations"  # whose systems are trained on the sets


def test_a_config_is_read_with_defaults_filled_in(tmp_path: Path) -> None:
    benchmark = read_benchmark(write_benchmark(tmp_path))
    stops, questions, *_ = benchmark.systems
    (found,) = benchmark.sets
    assert (stops.name, stops.peer.name, stops.peer.path) == ("stops", "splitter", tmp_path / "splitter.py")
    assert (stops.settings, questions.settings) == ({"mark": "."}, {"mark": "?"})
    assert (found.metrics, found.labels) == (benchmark.task.metrics, None)
    assert found.published[0].scores == {"sentences": 0.5}


def test_a_path_is_in_the_data_or_in_the_project(tmp_path: Path) -> None:
    path = write_benchmark(tmp_path, CONFIG.replace('"small.jsonl"', '"project:annotations/gold/seeds.jsonl"'))
    assert read_benchmark(path).sets[0].locate(tmp_path).exists()
    assert read_benchmark(write_benchmark(tmp_path)).sets[0].locate(tmp_path) == tmp_path / "small.jsonl"


def test_columns_of_a_set_are_chosen(tmp_path: Path) -> None:
    path = write_benchmark(tmp_path, CONFIG.replace('note = "Made by hand."', 'metrics = ["texts", "sentences"]'))
    assert read_benchmark(path).sets[0].metrics == ("texts", "sentences")


def test_labels_are_lists_of_ours(tmp_path: Path) -> None:
    path = write_benchmark(tmp_path, CONFIG + '\n[sets.small.labels]\nLOC = ["GPE", "LOC"]\n')
    assert read_benchmark(path).sets[0].labels == {"LOC": ("GPE", "LOC")}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (CONFIG.replace('"sentences"\n', '"colours"\n'), "no task 'colours'.*sentences"),
        (CONFIG.replace("[benchmark]", "[benchmark]\nspeed = 1"), r"\[benchmark\] unknown key 'speed'.*task"),
        (CONFIG + "\n[weather]\nsun = 1\n", "unknown key 'weather'"),
        (CONFIG.replace('mark = "?"', 'sign = "?"'), r"\[systems.questions\].*sign"),
        (CONFIG.replace('mark = "?"', "mark = 3"), r"\[systems.questions\].*mark"),
        (CONFIG.replace('"pysbd"', '"nobody"'), "no system 'nobody'.*pysbd"),
        (CONFIG.replace('"splitter.py"', '"gone.py"'), "no system 'gone.py'"),
        (CONFIG.replace('@systems = "pysbd"', 'system = "pysbd"'), r"\[systems.pysbd\] has no '@systems'"),
        (CONFIG.replace('path = "small.jsonl"\n', ""), r"\[sets.small\] 'path' is missing"),
        (CONFIG.replace('path = "small.jsonl"', "path = 3"), r"\[sets.small\] path is 3"),
        (CONFIG.replace("note =", "colour ="), r"\[sets.small\] unknown key 'colour'"),
        (CONFIG.replace(LOADER, '@loaders = "xml"\n'), "no loader 'xml'.*factwire"),
        (CONFIG.replace(LOADER, LOADER + "unit = 3\n"), r"\[sets.small.loader\].*unit"),
        (CONFIG.replace('note = "Made by hand."', 'metrics = ["beauty"]'), r"\[sets.small\] found 'beauty'.*sentences"),
        (CONFIG + '\n[sets.small.labels]\nA = "GPE"\n', r"\[sets.small.labels\] A is 'GPE'"),
        (CONFIG + "\n[sets.small.scoring]\nwidth = 3\n", r"\[sets.small.scoring\].*width"),
        (CONFIG.replace("0.5", "50"), r"\[sets.small.published.paper\] scores: sentences is 50.*fraction"),
        (CONFIG.replace('{"sentences"', '{"beauty"'), r"\[sets.small.published.paper\] found 'beauty'"),
        ("nothing here", "small.cfg"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as raised:
        read_benchmark(write_benchmark(tmp_path, content))
    assert "small.cfg" in str(raised.value)


def test_a_task_that_a_system_does_not_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"\[systems.stops\] 'splitter.py' has no task 'own'; it has: sentences"):
        read_benchmark(write_benchmark(tmp_path, CONFIG.replace('"sentences"\n', '"own"\n')))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("PACKAGE = 'pip'\nTASKS = ()\n", "has no 'load'"),
        ("import nothing_of_this_name\n", "ModuleNotFoundError.*inside `load`"),
    ],
)
def test_a_file_that_is_no_peer_is_refused(tmp_path: Path, source: str, message: str) -> None:
    path = write_benchmark(tmp_path)
    (tmp_path / "splitter.py").write_text(source, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        read_benchmark(path)


def test_a_config_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such config file"):
        read_benchmark(tmp_path / "gone.cfg")


def test_a_config_may_stand_for_others(tmp_path: Path) -> None:
    other = write_benchmark(tmp_path)
    both = tmp_path / "both.cfg"
    both.write_text(f'[benchmark]\ninclude = ["{other.name}", "{other.name}"]\n')
    assert [found.task.name for found in read_benchmarks(both)] == ["sentences", "sentences"]
    assert [found.task.name for found in read_benchmarks(other)] == ["sentences"]
    both.write_text('[benchmark]\ninclude = ["gone.cfg"]\n')
    with pytest.raises(ConfigError, match=r"gone\.cfg: no such config file"):
        read_benchmarks(both)
    both.write_text('[benchmark]\ninclude = ["x.cfg"]\ntask = "sentences"\n')
    with pytest.raises(ConfigError, match=r"both\.cfg: \[benchmark\] unknown key 'task'; expected include"):
        read_benchmarks(both)
