"""The assignment problem: pairs of greatest total weight, one to one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Self


@dataclass(frozen=True, slots=True)
class _Path:
    """A shortest path from a row without a column to a free column.

    `settled` is the distance of every column that is nearer than the end, `came_from` the row before a column.
    """

    end: int
    length: int
    settled: Mapping[int, int]
    came_from: Mapping[int, int]


class Assignment:
    """Rows and their columns; it grows by one row at a time and is the best for its rows at every moment.

    The Hungarian method by shortest augmenting paths over the pairs that have a weight (Kuhn 1955; Edmonds and Karp
    1972). A row may stay alone: each has a column of its own, of weight 0 and with a negative number. The duals bound
    the weights: `row_dual + column_dual >= weight`, with equality for the pairs chosen.
    """

    def __init__(self, weights: Sequence[Mapping[int, int]]) -> None:
        self._weights = [{**row, ~index: 0} for index, row in enumerate(weights)]
        self._row_dual = [max(row.values()) for row in self._weights]
        self._column_dual: dict[int, int] = {}
        self._row_of: dict[int, int] = {}
        self._column_of: dict[int, int] = {}

    @classmethod
    def of(cls, weights: Sequence[Mapping[int, int]]) -> Self:
        """The best assignment of all rows. `weights[row][column]` are positive integers; a missing one is 0."""
        assignment = cls(weights)
        for row in range(len(weights)):
            path = assignment._shortest_path(row)
            assignment._lower_duals(row, path)
            assignment._move_along(row, path)
        return assignment

    def pairs(self) -> list[tuple[int, int]]:
        """Row and column of every pair, by row; rows that stay alone are left out."""
        return sorted((row, column) for row, column in self._column_of.items() if column >= 0)

    def _shortest_path(self, root: int) -> _Path:
        """By Dijkstra's method; a step costs what the pair falls short of the sum of its duals."""
        came_from: dict[int, int] = {}
        settled: dict[int, int] = {}
        nearest: dict[int, int] = {}
        ahead: list[tuple[int, bool, int]] = []
        row, length = root, 0
        while True:
            for column, weight in self._weights[row].items():
                distance = length + self._row_dual[row] + self._column_dual.get(column, 0) - weight
                if column not in nearest or distance < nearest[column]:
                    nearest[column], came_from[column] = distance, row
                    # Of equally near columns a free one comes first: it ends the search.
                    heappush(ahead, (distance, column in self._row_of, column))
            length, taken, column = heappop(ahead)
            while column in settled:
                length, taken, column = heappop(ahead)
            if not taken:
                return _Path(column, length, settled, came_from)
            settled[column] = length
            row = self._row_of[column]

    def _lower_duals(self, root: int, path: _Path) -> None:
        self._row_dual[root] -= path.length
        for column, distance in path.settled.items():
            self._row_dual[self._row_of[column]] -= path.length - distance
            self._column_dual[column] = self._column_dual.get(column, 0) + path.length - distance

    def _move_along(self, root: int, path: _Path) -> None:
        """Every row on the path takes the next column of it, the last one the free column."""
        column, row = path.end, path.came_from[path.end]
        while row != root:
            left = self._column_of[row]
            self._row_of[column], self._column_of[row] = row, column
            column, row = left, path.came_from[left]
        self._row_of[column], self._column_of[root] = root, column
