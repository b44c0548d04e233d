/** Tiles of the table `feature`, many at once: one statement for each layer of them. */
import { readBase64, readNumber } from '../../platform/db/rows.ts';
import { IncompleteAnswer } from '../../platform/db/errors.ts';
import type { SqlFile } from '../../platform/db/types.ts';
import type { TilePlace, TileSelection, TileSession } from '../source.ts';
import { ownStatement, readTile, type TileStatement } from './tile.ts';

const EMPTY = Buffer.alloc(0);

/** See `LayerSource.tiles`. Those that a layer's own statement cannot make are made one by one. */
export async function readTiles(
  db: TileSession,
  places: readonly TilePlace[],
  selection: TileSelection,
): Promise<readonly Buffer[]> {
  const statements = places.map((place) => statementsOf(db, place, selection));
  const joint = places.flatMap((_, nth) => (statements[nth] === null ? [] : [nth]));
  const tiles: Buffer[] = places.map(() => EMPTY);
  for (let layer = 0; joint.length > 0 && layer < selection.layers.length; layer += 1) {
    const made = await readLayer(
      db,
      joint.flatMap((nth) => statements[nth]?.[layer] ?? []),
    );
    // The bytes of the layers one after the other are the tile.
    joint.forEach((nth, place) => {
      const bytes = made[place] ?? EMPTY;
      if (bytes.length > 0) tiles[nth] = layer === 0 ? bytes : Buffer.concat([tiles[nth] ?? EMPTY, bytes]);
    });
  }
  for (const [nth, place] of places.entries())
    if (statements[nth] === null) tiles[nth] = (await readTile(db, place, selection)).bytes;
  return tiles;
}

/** The statement of each layer for a tile; null where one has none. */
function statementsOf(db: TileSession, place: TilePlace, selection: TileSelection): readonly TileStatement[] | null {
  if (!db.hasAsMvt || db.keepsPlans !== true) return null;
  const statements: TileStatement[] = [];
  for (const layer of selection.layers) {
    const own = ownStatement(place, { ...selection, layers: [layer] });
    if (own === null) return null;
    statements.push(own);
  }
  return statements;
}

/** One statement for all: they differ in their lists alone. */
async function readLayer(db: TileSession, statements: readonly TileStatement[]): Promise<readonly Buffer[]> {
  const [first] = statements;
  if (first === undefined) return [];
  const { sql, params } = first;
  const shared = params.length - (sql.lists ?? 0);
  const lists = params.slice(shared).map((_, list) => statements.map((each) => each.params[shared + list] ?? null));
  const rows = await db.query(withLists(sql), [...params.slice(0, shared), ...lists], { kind: 'tile' });
  const tiles = new Map(rows.map((row) => [readNumber(row, 'place'), row]));
  return statements.map((_, place) => {
    const row = tiles.get(place + 1);
    if (row === undefined) throw new IncompleteAnswer('Tiles come without one of those asked for.');
    return readBase64(row, 'tile');
  });
}

/** The caller gives the lists. */
function withLists({ name, text }: SqlFile): SqlFile {
  return { ...(name === undefined ? {} : { name }), text, plansOnce: true };
}
