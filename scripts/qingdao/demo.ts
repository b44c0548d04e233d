import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalogue } from '../../server/layers/catalogue.ts';
import {
  foundRows,
  readBoolean,
  readNumber,
  readNumberOrNull,
  readText,
  readTextOrNull,
} from '../../server/platform/db/rows.ts';
import { IncompleteAnswer } from '../../server/platform/db/errors.ts';
import { loadSql } from '../../server/platform/db/sql.ts';
import type { Database } from '../../server/platform/db/types.ts';
import type { LayerDefinition, Provenance } from '../../tiles/layer/layer.ts';
import { checkFeatures } from '../../server/ingest/check.ts';
import { ensureLayers } from '../../server/ingest/layers.ts';
import { readGeoJson } from '../../server/ingest/read-geojson.ts';
import { errorLines } from '../../server/ingest/report.ts';
import { LoadErrors } from '../../server/ingest/types.ts';
import type { CheckedFeature } from '../../server/ingest/types.ts';
import { loadedOf, noteLoad } from '../../server/ingest/note-load.ts';
import { writeFeatures } from '../../server/ingest/write.ts';
import { consoleLanguage } from '../../server/platform/messages/index.ts';
import { GivenFileError } from './given-file.ts';

const STATES = loadSql('ingest/sql/layer-states');
const MARK = loadSql('ingest/sql/mark-demo');
const SMALL_SAMPLE = loadSql('ingest/sql/small-sample');
const ANALYZE = loadSql('ingest/sql/analyze');

export interface DemoProgress {
  readonly layer: LayerDefinition;
  readonly state: 'loading' | 'loaded' | 'kept';
  /** Layers dealt with, of `total`. */
  readonly done: number;
  readonly total: number;
  readonly features: number;
}

export interface DemoReport {
  readonly loaded: readonly string[];
  /** Layers that were changed since the last load, hence not replaced. */
  readonly kept: readonly string[];
  readonly features: number;
}

interface LayerState {
  /** Hash of the demonstration data that the layer holds unchanged; null where it holds something else, or nothing. */
  readonly holds: string | null;
  /** Empty, or still exactly as demonstration data left it. */
  readonly replaceable: boolean;
}

/** Loads the demonstration data in `<home>/demo`, as `loadGiven` does. */
export function loadDemo(
  db: Database,
  catalogue: Catalogue,
  home: string,
  onProgress?: (progress: DemoProgress) => void,
): Promise<DemoReport> {
  return loadGiven(db, catalogue, { folder: join(home, 'demo'), provenance: 'synthetic' }, onProgress);
}

export interface GivenFiles {
  /** Its files `<layer>.geojson` are loaded, the others left alone. */
  readonly folder: string;
  /** Of features that do not name their own. */
  readonly provenance: Provenance;
}

/**
 * Loads the files that a city comes with and that the database does not hold yet. A layer with other data, or changed
 * since, is never replaced. One transaction a layer.
 */
export async function loadGiven(
  db: Database,
  catalogue: Catalogue,
  { folder, provenance }: GivenFiles,
  onProgress: (progress: DemoProgress) => void = () => undefined,
): Promise<DemoReport> {
  await ensureLayers(db, catalogue);
  const states = await readStates(db);
  const loaded: string[] = [];
  const kept: string[] = [];
  let features = 0;
  // Areas first: a first look at the map finds districts and subdistricts even while the rest is on its way.
  const layers = [...catalogue.layers].sort((a, b) => a.style.order - b.style.order);
  for (const [index, layer] of layers.entries()) {
    const text = await readGivenFile(folder, layer.id);
    const state = states.get(layer.id);
    if (text === null) continue;
    if (state === undefined) throw new IncompleteAnswer(`There is no state of layer ${layer.id}.`);
    const hash = createHash('sha256').update(text).update(JSON.stringify(layer)).digest('hex');
    if (state.holds === hash) continue;
    const tell = (progress: Pick<DemoProgress, 'state' | 'features'>): void =>
      onProgress({ layer, done: index, total: layers.length, ...progress });
    if (!state.replaceable) {
      kept.push(layer.id);
      tell({ state: 'kept', features: 0 });
      continue;
    }
    tell({ state: 'loading', features: 0 });
    const checked = checkGiven({ text, path: givenPath(folder, layer.id), provenance }, layer, catalogue);
    await db.transaction(
      async (tx) => {
        await writeFeatures(tx, checked, { layer, replace: true, onProgress: () => undefined });
        await noteLoad(tx, loadedOf(checked), { layer: layer.id, origin: 'came-with-the-city', replaces: true });
        await tx.query(MARK, [layer.id, hash]);
      },
      { unlimited: true },
    );
    loaded.push(layer.id);
    features += checked.length;
    tell({ state: 'loaded', features: checked.length });
  }
  if (loaded.length > 0)
    await db.transaction(
      async (tx) => {
        await tx.query(SMALL_SAMPLE);
        await tx.query(ANALYZE);
      },
      { unlimited: true },
    );
  return { loaded, kept, features };
}

/** Rejects with `GivenFileError` for a file that is cut off, and with `LoadErrors` for wrong features. */
function checkGiven(
  { text, path, provenance }: { readonly text: string; readonly path: string; readonly provenance: Provenance },
  layer: LayerDefinition,
  catalogue: Catalogue,
): readonly CheckedFeature[] {
  const file = readGeoJson(text, null);
  if (file.features.length === 0 && file.errors.length > 0)
    throw new GivenFileError(
      path,
      errorLines(consoleLanguage(process.env), file.errors).join(' '),
      provenance === 'synthetic',
    );
  const checked = checkFeatures(file.features, {
    layer,
    check: catalogue.check(layer.id),
    datum: 'wgs84',
    provenance,
    ignoreUnknown: false,
    idAttribute: null,
  });
  const errors = [...file.errors, ...checked.errors];
  if (errors.length > 0) throw new LoadErrors(errors, layer.id);
  return checked.features;
}

async function readStates(db: Database): Promise<Map<string, LayerState>> {
  const rows = foundRows(await db.query(STATES), 'layer_id');
  return new Map(
    rows.map((row) => {
      const unchanged = readNumberOrNull(row, 'demo_edits') === readNumber(row, 'edits');
      return [
        readText(row, 'layer_id'),
        {
          holds: unchanged ? readTextOrNull(row, 'demo_hash') : null,
          replaceable: unchanged || !readBoolean(row, 'filled'),
        },
      ];
    }),
  );
}

async function readGivenFile(folder: string, layer: string): Promise<string | null> {
  try {
    return await readFile(givenPath(folder, layer), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function givenPath(folder: string, layer: string): string {
  return join(folder, `${layer}.geojson`);
}
