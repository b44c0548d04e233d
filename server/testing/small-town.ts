/**
 * A town of 3 by 3 kilometres: a perfect grid of streets, a hundred people a hectare, and toilets. Everything of it is
 * known.
 */
import { metresPerDegree } from '../../tiles/tile/spheroid.ts';
import { graphKey } from '../analysis/network/graph.ts';
import { writeNetwork } from '../analysis/network/store.ts';
import { squareKey } from '../analysis/demand/cells.ts';
import { squareDemand } from '../analysis/demand/make.ts';
import { createProjection, gaussKruger } from '../analysis/demand/projection.ts';
import { writeDemand } from '../analysis/demand/store.ts';
import type { Demand, Graph } from '../analysis/types.ts';
import type { Catalogue } from '../layers/catalogue.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { ensureLayers } from '../ingest/layers.ts';
import { gridGraph } from './street-grids.ts';

const SOUTH_WEST = { lon: 120.4, lat: 36.1 };
const BLOCK_M = 100;
const BLOCKS = 30;
const PEOPLE_PER_CELL = 100;

export const TOWN = { network: 'town', demand: 'townspeople', layer: 'toilets', ...SOUTH_WEST } as const;

/** What every study of the town begins with. */
export const TOWN_STUDY = {
  network: { stored: TOWN.network },
  demand: { stored: TOWN.demand },
  facilities: { layer: TOWN.layer },
} as const;

/** A place in metres east and north of the town's corner. */
export function placeInTown(eastM: number, northM: number): { readonly lon: number; readonly lat: number } {
  const scale = metresPerDegree(SOUTH_WEST.lat);
  return { lon: SOUTH_WEST.lon + eastM / scale.lon, lat: SOUTH_WEST.lat + northM / scale.lat };
}

export function townGraph(): Graph {
  const graph = gridGraph({ columns: BLOCKS, rows: BLOCKS, blockM: BLOCK_M, ...SOUTH_WEST });
  return { ...graph, meta: { ...graph.meta, id: TOWN.network, key: graphKey(graph, 's') } };
}

/** Cells in the ground of the town; the west is district 370202, the east 370203. */
export function townDemand(): Demand {
  const proj = gaussKruger(SOUTH_WEST.lon);
  const [x, y] = createProjection(proj).forward(SOUTH_WEST.lon, SOUTH_WEST.lat);
  const [column, row] = [Math.ceil(x / BLOCK_M), Math.ceil(y / BLOCK_M)];
  const people = new Map<number, number>();
  for (let c = 0; c < BLOCKS - 1; c += 1)
    for (let r = 0; r < BLOCKS - 1; r += 1) people.set(squareKey(column + c, row + r), PEOPLE_PER_CELL);
  const middle = placeInTown((BLOCKS * BLOCK_M) / 2, 0).lon;
  return squareDemand(
    people,
    new Map([...people.keys()].map((key) => [key, 'residential'])),
    { sizeM: BLOCK_M, proj },
    {
      meta: {
        id: TOWN.demand,
        title: { zh: '测试居民', en: 'Townspeople' },
        provenance: 'synthetic',
        source: { zh: '测试', en: 'Test' },
      },
      ground: { districtAt: (lon) => (lon < middle ? '370202' : '370203'), subdistrictAt: () => null },
    },
  );
}

/** Toilets in the middle of each quarter of the town: `north-east` and so on, with 2 to 5 stalls for women. */
export const TOILETS = [
  { id: 'south-west', ...placeInTown(750, 750), stalls: 2 },
  { id: 'south-east', ...placeInTown(2250, 750), stalls: 3 },
  { id: 'north-west', ...placeInTown(750, 2250), stalls: 4 },
  { id: 'north-east', ...placeInTown(2250, 2250), stalls: 5 },
] as const;

const INSERT = sqlText(`
  insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  select 'toilets', id, ST_SetSRID(ST_MakePoint(lon, lat), 4326), jsonb_build_object('name', id, 'district', '370202', 'stalls_female', stalls, 'wifi', stalls > 3), 'test', 'public', 'synthetic'
  from jsonb_to_recordset($1::text::jsonb) as t (id text, lon float8, lat float8, stalls int)`);

/** Writes the town into an empty database. */
export async function writeTown(db: Database, catalogue: Catalogue): Promise<void> {
  await ensureLayers(db, catalogue);
  await writeNetwork(db, townGraph());
  await writeDemand(db, townDemand());
  await db.query(INSERT, [JSON.stringify(TOILETS)]);
}
