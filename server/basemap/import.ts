/** An extract of OpenStreetMap → the city's own base map. */
import type { Bbox } from '../../tiles/api/wire.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import { readOsm, type OsmReadOptions } from './osm/read.ts';
import { MAX_ZOOM, writeBaseMap, type WriteProgress, type WriteReport } from './write.ts';

const ATTRIBUTION: Text = { zh: '© OpenStreetMap contributors', en: '© OpenStreetMap contributors' };

export interface ImportBaseMapOptions extends OsmReadOptions {
  /** Where the base map is to be; what is there stays until the new one is whole. */
  readonly out: string;
  readonly onProgress?: (progress: WriteProgress) => void;
}

export interface ImportBaseMapReport extends WriteReport {
  readonly bounds: Bbox;
  readonly features: number;
  readonly hasSea: boolean;
  /** What was left out, in sentences. */
  readonly notes: readonly Text[];
}

/** Rejects with `BaseMapError`, the signal's reason, or the file system's error; then the base map before stays. */
export async function importBaseMap(options: ImportBaseMapOptions): Promise<ImportBaseMapReport> {
  const { features, bounds, hasSea, notes } = await readOsm(options);
  const { signal, onProgress } = options;
  const report = await writeBaseMap(
    options.out,
    {
      features,
      bounds,
      maxzoom: MAX_ZOOM,
      draws: ['roads', ...(hasSea ? (['sea'] as const) : [])],
      attribution: ATTRIBUTION,
    },
    { ...(signal === undefined ? {} : { signal }), ...(onProgress === undefined ? {} : { onProgress }) },
  );
  return { ...report, bounds, features: features.length, hasSea, notes };
}
