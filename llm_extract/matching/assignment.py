"""The best one-to-one assignment: the Hungarian method with potentials, in plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Pair = tuple[int, int]


def assigned(weights: Mapping[Pair, float]) -> dict[int, int]:
    """The pairs that together weigh most, as row → column; no row and no column twice.

    Args:
        weights: how much each possible pair weighs, above 0; pairs that are not there are
            impossible. Of equally good assignments it is always the same one.

    Takes cubic time in the larger group of rows and columns that hang together.
    """
    found: dict[int, int] = {}
    for rows, columns in _groups(weights):
        swapped = len(rows) > len(columns)
        down, across = (columns, rows) if swapped else (rows, columns)
        costs = [[-weights.get((b, a) if swapped else (a, b), 0.0) for b in across] for a in down]
        for i, j in enumerate(_cheapest(costs)):
            row, column = (across[j], down[i]) if swapped else (down[i], across[j])
            if (row, column) in weights:
                found[row] = column
    return dict(sorted(found.items()))


def _groups(weights: Mapping[Pair, float]) -> list[tuple[list[int], list[int]]]:
    """Rows and columns that hang together by possible pairs."""
    columns_of: dict[int, set[int]] = {}
    rows_of: dict[int, set[int]] = {}
    for row, column in weights:
        columns_of.setdefault(row, set()).add(column)
        rows_of.setdefault(column, set()).add(row)
    groups = []
    open_rows = set(columns_of)
    for first in sorted(columns_of):
        if first not in open_rows:
            continue
        open_rows.discard(first)
        rows, columns, waiting = [first], set[int](), [first]
        while waiting:
            for column in columns_of[waiting.pop()] - columns:
                columns.add(column)
                new = rows_of[column] & open_rows
                open_rows -= new
                rows += new
                waiting += new
        groups.append((sorted(rows), sorted(columns)))
    return groups


def _cheapest(costs: Sequence[Sequence[float]]) -> list[int]:
    """The column of each row, at the least total cost; there are at least as many columns.

    Rows are added one by one along the shortest augmenting path, as in Jonker and Volgenant
    (1987); index 0 stands for "none yet".
    """
    height, width = len(costs), len(costs[0])
    of_row, of_column = [0.0] * (height + 1), [0.0] * (width + 1)  # the potentials
    row_at = [0] * (width + 1)
    came_from = [0] * (width + 1)
    for row in range(1, height + 1):
        row_at[0], column = row, 0
        least = [float("inf")] * (width + 1)
        done = [False] * (width + 1)
        while row_at[column]:
            done[column] = True
            current, step, following = row_at[column], float("inf"), 0
            line, own = costs[current - 1], of_row[current]
            for other in range(1, width + 1):
                if done[other]:
                    continue
                reduced = line[other - 1] - own - of_column[other]
                if reduced < least[other]:
                    least[other], came_from[other] = reduced, column
                if least[other] < step:
                    step, following = least[other], other
            for other in range(width + 1):
                if done[other]:
                    of_row[row_at[other]] += step
                    of_column[other] -= step
                else:
                    least[other] -= step
            column = following
        while column:
            row_at[column] = row_at[came_from[column]]
            column = came_from[column]
    columns = [0] * height
    for column in range(1, width + 1):
        if row_at[column]:
            columns[row_at[column] - 1] = column - 1
    return columns
