"""Tiles as rows, read together: one query for all the tiles of a proof."""

from collections.abc import Collection

from django.db import connection

from ventanilla.kernel.ledger.tree import TileId

READ_TILES = """
SELECT level, index, hashes FROM ledger_tile
JOIN unnest(%s::smallint[], %s::bigint[]) AS wanted (level, index) USING (level, index)
"""


def read_tiles(wanted: Collection[TileId]) -> dict[TileId, bytes]:
    """Those of the tiles that are stored."""
    with connection.cursor() as cursor:
        cursor.execute(READ_TILES, [[tile.level for tile in wanted], [tile.index for tile in wanted]])
        return {TileId(level, index): bytes(hashes) for level, index, hashes in cursor.fetchall()}
