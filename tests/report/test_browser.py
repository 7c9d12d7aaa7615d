"""The page in a real browser: hostile documents stay text, nothing leaves, and the filters work."""

import base64
import hashlib
import html
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.evaluation.confusion import match_spans
from pipeline.evaluation.matching import Pair
from pipeline.report.html import render_report
from tests.report.samples import HOSTILE, hostile, spoiled, trade
from tests.report.trees import Node, parse

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)
QUIET = (
    *("--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-default-apps", "--no-default-browser-check"),
)

pytestmark = pytest.mark.skipif(
    BROWSER is None, reason=f"no browser on the PATH ({', '.join(BROWSERS)}): `make browser` installs Chromium"
)

FACTS = [hostile(words, number) for number, words in enumerate(HOSTILE)]
GOLD = [hostile(words, number, label="GPE") for number, words in enumerate(HOSTILE)]
PREDICTED = [spoiled(document) for document in GOLD]


def open_page(page: str, folder: Path, fragment: str = "") -> tuple[Node, str]:
    """The DOM after the page is loaded and its scripts have run, and the log of the browser's network stack."""
    file, log = folder / "page.html", folder / "net.json"
    file.write_text(page, encoding="utf-8")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    places = [f"--user-data-dir={folder / 'profile'}", f"--log-net-log={log}"]
    command = [str(BROWSER), *QUIET, *root, *places, "--dump-dom", f"{file.as_uri()}{fragment}"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120, encoding="utf-8")
    return parse(done.stdout), log.read_text(encoding="utf-8")


def visible(page: Node, tag: str = "*") -> list[Node]:
    """The things that filters show or hide, those that stand in hidden groups left out."""

    def walk(node: Node, *, hidden: bool) -> list[Node]:
        hidden = hidden or "hidden" in node.attributes
        own = [node] if "data-item" in node.attributes and not hidden else []
        return own + [found for part in node.parts if isinstance(part, Node) for found in walk(part, hidden=hidden)]

    return [node for node in walk(page, hidden=False) if tag in ("*", node.tag)]


def count(node: Node) -> dict[str, int]:
    tags = [found.tag for found in node.walk()]
    return {tag: tags.count(tag) for tag in sorted(set(tags))}


def test_the_browser_would_run_and_fetch_what_is_not_escaped(tmp_path: Path) -> None:
    careless = f"<title>Facts</title><p>{HOSTILE[0]}</p><img src='http://example.org/pixel.png'>"
    dom, log = open_page(careless, tmp_path)
    assert dom.one("title").text == "owned"
    assert dom.one("html").attributes["data-canary"] == "dead"
    assert "http://example.org/pixel.png" in log


@pytest.mark.parametrize("kind", ["facts", "evaluation"])
def test_hostile_documents_stay_text(kind: str, tmp_path: Path) -> None:
    page = render_report(FACTS) if kind == "facts" else render_report(PREDICTED, GOLD)
    dom, log = open_page(page, tmp_path)
    assert dom.one("title").text == kind.capitalize()
    assert dom.one("html").attributes == {"lang": "en"}
    assert "example.org" not in log
    written, shown = count(parse(page)), count(dom)
    assert shown == written | {"page": 1}
    assert not {"img", "iframe", "object", "embed", "link", "base"} & shown.keys()
    for node in dom.walk():
        assert not [name for name in node.attributes if name.startswith("on") or name == "style"]
        assert node.attributes.get("href", "#").startswith("#")
        assert "src" not in node.attributes


def test_the_browser_shows_every_text_as_it_is(tmp_path: Path) -> None:
    plain = [hostile(words, number) for number, words in enumerate(HOSTILE) if words.isprintable()]
    assert len(plain) > 10
    dom, _ = open_page(render_report(plain), tmp_path)
    shown = [" ".join(text.text.split()) for text in dom.all("div", class_="text")]
    assert sorted(shown) == sorted(" ".join(document.content.split()) for document in plain)


def test_without_its_script_the_page_shows_everything(tmp_path: Path) -> None:
    page = render_report(PREDICTED, GOLD)
    assert page.count("script-src &#39;sha256-") == 1
    dom, _ = open_page(page.replace("script-src &#39;sha256-", "script-src &#39;sha256-A"), tmp_path, "#kind=missed")
    assert "hidden" in dom.one("form").attributes
    assert [node.tag for node in dom.walk() if "hidden" in node.attributes] == ["form"]
    assert len(visible(dom)) == len(visible(parse(page)))


@pytest.mark.parametrize("kind", ["missed", "spurious", "label"])
def test_the_address_sets_the_filter_of_errors(kind: str, tmp_path: Path) -> None:
    dom, _ = open_page(render_report(PREDICTED, GOLD), tmp_path, f"#kind={kind}")
    matches = [match for pair in zip(GOLD, PREDICTED, strict=True) for match in match_spans(Pair(*pair))]
    expected = sum(match.kind == kind for match in matches)
    assert expected >= len(GOLD)
    shown = visible(dom)
    assert len(shown) == expected
    assert all(node.attributes["data-kind"] == kind for node in shown)
    assert dom.one("output").text.startswith(f"{expected} of ")
    assert "hidden" not in dom.one("form").attributes


def test_filters_add_up_and_leave_out_what_is_empty(tmp_path: Path) -> None:
    documents = [*FACTS, trade(2019, "1"), trade(2020, "2")]
    dom, _ = open_page(render_report(documents), tmp_path, "#type=INDICATOR&country=PE")
    assert [node.attributes["data-type"] for node in visible(dom)] == ["INDICATOR", "INDICATOR"]
    groups = [node for node in dom.all("section", class_="document") if "hidden" not in node.attributes]
    assert [group.one("h3").text for group in groups] == ["Trade in 2019", "Trade in 2020"]


def test_a_filter_takes_hostile_values(tmp_path: Path) -> None:
    dom, _ = open_page(render_report(FACTS), tmp_path, "#type=%3Cscript%3Ealert(1)%3C/script%3E&country=%00&x=1")
    assert len(visible(dom)) == sum(len(document.facts) for document in FACTS)


def test_reaching_a_fact_with_the_keyboard_lights_its_evidence(tmp_path: Path) -> None:
    page = render_report([trade(2019, "1"), trade(2020, "2")])
    assert page.count('<a href="#d2s1">') == 1
    dom, _ = open_page(and_then(page, """document.querySelector('a[href="#d2s1"]').focus()"""), tmp_path)
    lit = dom.all("*", class_="lit")
    assert [node.text for node in lit[1:]] == ["Two-way trade", "Peru", "Chile", "some dollars", "2020"]
    assert lit[0].attributes["id"] == "d2s1"


def and_then(page: str, action: str) -> str:
    """The page whose script ends with an action: what a reader does, before the DOM is read and not some time later."""
    before, script, after = re.split(r"(?<=<script>)(.*)(?=</script>)", page, flags=re.DOTALL)
    changed = f"{script}\n{action};\n"
    assert page.count(digest(script)) == 1
    return f"{before}{changed}{after}".replace(digest(script), digest(changed))


def digest(script: str) -> str:
    return html.escape(base64.b64encode(hashlib.sha256(script.encode()).digest()).decode())
