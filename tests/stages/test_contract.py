"""What every stage of the shipped configs promises."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

_WATCH = """
import sys
from pathlib import Path
from pipeline.batch.inputs import read_items
from pipeline.runner import load_pipeline

pipeline = load_pipeline(sys.argv[1])
documents = [item.document for item in read_items(sys.argv[2:])]
opened = []
sys.addaudithook(lambda event, arguments: opened.append(arguments[0]) if event == "open" else None)
for document in documents:
    pipeline(document)
print(len(documents), opened)
"""


@pytest.mark.parametrize("config", ["rules.cfg", "default.cfg"])
def test_no_file_is_opened_once_the_pipeline_is_built(config: str) -> None:
    arguments = [str(ROOT / "configs" / config), str(ROOT / "seeds"), str(ROOT / "annotations" / "texts" / "train")]
    done = subprocess.run(
        [sys.executable, "-c", _WATCH, *arguments], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    texts = [path for folder in arguments[1:] for path in Path(folder).glob("*.txt")]
    assert done.stdout == f"{len(texts)} []\n"
