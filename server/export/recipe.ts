import { createHash, randomUUID } from 'node:crypto';
import type { ArchivedState } from '../../tiles/api/archives.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { onlyRow, readText } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';
import type { Lang } from '../platform/messages/index.ts';
import { stateOf, type TileSelection } from './tiles.ts';

const ORIGIN = loadSql('export/sql/origin');

export type State = Readonly<Record<string, ArchivedState>>;

/**
 * What tiles depend on beside the data: archives of the same recipe and revisions have the same bytes. No two are the
 * same where a layer lives in a database whose changes are not noted.
 */
export async function recipeOf(
  db: Queryable,
  registry: LayerRegistry,
  selection: TileSelection,
  made: { readonly version: string; readonly lang: Lang },
): Promise<string> {
  const { layers, minzoom, maxzoom, bbox, filter } = selection;
  const isOwn = [...registry.bySource(layers).keys()].every(({ database }) => database === undefined);
  const basis = {
    ...made,
    layers,
    minzoom,
    maxzoom,
    bbox,
    filter,
    // Another one may compress to other bytes.
    zlib: process.versions.zlib,
    origin: isOwn ? readText(onlyRow(await db.query(ORIGIN)), 'origin') : randomUUID(),
  };
  return createHash('sha256').update(JSON.stringify(basis)).digest('base64url').slice(0, 22);
}

/** The state of the data, as a manifest has it. */
export async function archivedState(
  db: Queryable,
  registry: LayerRegistry,
  { layers }: Pick<TileSelection, 'layers'>,
): Promise<State> {
  return Object.fromEntries(
    [...(await stateOf(db, registry, layers))].map(([id, { revision, changedAt, loadId = null }]) => [
      id,
      { revision, changedAt: changedAt?.toISOString() ?? null, load: loadId },
    ]),
  );
}

/** Whether nothing has changed: neither features, nor what is known of where they come from. */
export function isSameState(one: State, other: State): boolean {
  const ids = Object.keys(one);
  return (
    ids.length === Object.keys(other).length &&
    ids.every(
      (id) =>
        one[id]?.revision === other[id]?.revision &&
        one[id]?.changedAt === other[id]?.changedAt &&
        one[id]?.load === other[id]?.load,
    )
  );
}

export function revisionsOf(state: State): ReadonlyMap<string, number> {
  return new Map(Object.entries(state).map(([id, { revision }]) => [id, revision]));
}
