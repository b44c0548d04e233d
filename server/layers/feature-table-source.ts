import { readColumns } from './feature-table/columns.ts';
import { readAnalysisAreas, readFacilities } from './feature-table/facilities.ts';
import { readFeatures } from './feature-table/features.ts';
import { countItems, readItem, readItemsNear } from './feature-table/items.ts';
import { readChanges, readRevisions, readStats } from './feature-table/stats.ts';
import { readTile } from './feature-table/tile.ts';
import { readTiles } from './feature-table/tiles.ts';
import type { LayerSource } from './source.ts';

/** The layers of the table `feature`, which loads and edits fill. */
export const FEATURE_TABLE: LayerSource = {
  id: 'feature-table',
  tile: readTile,
  tiles: readTiles,
  item: readItem,
  items: readItemsNear,
  features: readFeatures,
  counts: countItems,
  columns: readColumns,
  revisions: readRevisions,
  stats: readStats,
  facilities: readFacilities,
  areas: readAnalysisAreas,
  changes: readChanges,
};
