"""Features of the way through the parse from a head to the place of its argument."""

from collections.abc import Iterator, Sequence

from pipeline.stages.relations.linear.text import Text

_LEXICAL = frozenset({"prep", "agent", "mark", "pcomp"})
_SHARED = frozenset({"conj", "appos", "compound"})
_LONGEST = 7


def path_features(text: Text, head: tuple[int, int], argument: tuple[int, int], label: str) -> Iterator[str]:
    """Features of the shortest path between two ranges of tokens; none without a parse. They begin with `path.`."""
    if text.parse is None:
        return
    up, down = text.climb(text.top(head)), text.climb(text.top(argument))
    places = {token: place for place, token in enumerate(down)}
    meet = next((place for place, token in enumerate(up) if token in places), None)
    if meet is None:
        yield "path.none"
        return
    peak = text.lemma(up[meet])
    rising = [_step(text, token) for token in up[:meet]]
    falling = [_step(text, token) for token in reversed(down[: places[up[meet]]])]
    yield f"path.peak={peak}"
    yield f"path.ends={''.join(rising[-1:])}^{''.join(falling[:1])}.{peak}"
    yield f"path.length={min(len(rising) + len(falling), 9)}"
    yield from (f"path.up={step}" for step in rising)
    yield from (f"path.down={step}" for step in falling)
    yield from (f"path.up0={step}" for step in rising[:1])
    yield f"path.down2={' '.join(falling[:2])}"
    if len(rising) + len(falling) <= _LONGEST:
        whole = f"{'<'.join(_collapsed(rising))}^{'>'.join(_collapsed(falling))}"
        plain = f"{'<'.join(_unshared(rising))}^{'>'.join(_unshared(falling))}"
        yield f"path.whole={whole}"
        yield f"path.whole={whole}.{label}"
        yield f"path.plain={plain}"
        yield f"path.plain={plain}.{text.lemmas[head[1] - 1]}"
        yield f"path.plain={plain}.{peak}"


def _step(text: Text, token: int) -> str:
    if text.parse is None:
        return ""
    relation = text.parse.relations[token]
    return f"{relation}:{text.parse.lemmas[token]}" if relation in _LEXICAL else relation


def _collapsed(steps: Sequence[str]) -> list[str]:
    """Lists and appositions, however long, as one step."""
    return [step for place, step in enumerate(steps) if step not in _SHARED or steps[place - 1 : place] != [step]]


def _unshared(steps: Sequence[str]) -> list[str]:
    return [step for step in steps if step not in _SHARED]
