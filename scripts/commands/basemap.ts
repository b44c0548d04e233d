/**
 * `npm run basemap:import -- FILE.osm.pbf`: makes the city's own base map of an extract of OpenStreetMap; with `--dem`,
 * tiles of heights to shade hills from.
 */
import {
  BaseMapError,
  importBaseMap,
  importedPath,
  importTerrain,
  terrainPath,
  type ImportBaseMapReport,
  type ImportTerrainReport,
} from '../../server/basemap/index.ts';
import { loadCatalogue } from '../../server/layers/catalogue.ts';
import { readConfig } from '../../server/platform/config.ts';
import { say, type MessageValues } from '../../server/platform/messages/index.ts';
import { endProgress, language, progressLine, refuse, runCommand, stopOnSignals } from '../cli/console.ts';
import { BASEMAP_SCRIPT, type BasemapScriptMessage } from '../cli/messages/basemap.ts';
import { parseBasemapCommand } from './basemap/options.ts';

const SHOWN_EVERY_MS = 500;

async function main(): Promise<void> {
  // npm runs scripts in the project's folder, whichever folder they are called from.
  const command = parseBasemapCommand(process.argv.slice(2), process.env.INIT_CWD);
  if ('errors' in command) {
    refuse(command.errors, (message, values) => say(BASEMAP_SCRIPT[message], language, values));
    return;
  }
  const { path, kind, source, crs, clip, out } = command.options;
  const config = readConfig();
  const { city } = await loadCatalogue(config.cityFolder);
  const file = out ?? (kind === 'dem' ? terrainPath : importedPath)(config.home, city);
  const signal = stopOnSignals();
  const startedAt = performance.now();
  let shownAt = -Infinity;
  const shared = {
    path,
    clip: clip === 'city' ? city.bounds : clip,
    out: file,
    signal,
    onProgress: (progress: { readonly z: number; readonly maxzoom: number; readonly tiles: number }): void => {
      const now = performance.now();
      if (now - shownAt < SHOWN_EVERY_MS) return;
      shownAt = now;
      progressLine(say(BASEMAP_SCRIPT.tiles, language, { ...progress }));
    },
  };
  const phase = (name: BasemapScriptMessage): void => progressLine(say(BASEMAP_SCRIPT[name], language));
  try {
    if (kind === 'dem') {
      phase('heights');
      const report = await importTerrain({ ...shared, crs, attribution: { zh: source, en: source } });
      endProgress();
      tellHeights(report, file, source, (performance.now() - startedAt) / 1000);
    } else {
      const report = await importBaseMap({ ...shared, onPhase: phase });
      endProgress();
      tell(report, file, (performance.now() - startedAt) / 1000);
    }
    if (out === null) print('in-use');
  } catch (error) {
    endProgress();
    process.exitCode ??= 1;
    if (signal.aborted) print('interrupted');
    else if (error instanceof BaseMapError) console.error(error.text[language]);
    else throw error;
  }
}

function tell({ notes, dropped, features, tiles, bytes, largest }: ImportBaseMapReport, file: string, s: number): void {
  for (const text of notes) print('note', { text: text[language] });
  if (dropped > 0) print('dropped', { count: dropped });
  print('done', {
    file,
    features,
    tiles,
    size: (bytes / 1e6).toFixed(1),
    largest: Math.ceil(largest / 1000),
    seconds: s.toFixed(1),
  });
}

function tellHeights(
  { factor, tiles, minzoom, maxzoom, bytes }: ImportTerrainReport,
  file: string,
  source: string,
  s: number,
): void {
  if (factor > 1) print('averaged', { factor });
  if (source === '') print('no-source');
  print('heights-done', { file, tiles, minzoom, maxzoom, size: (bytes / 1e6).toFixed(1), seconds: s.toFixed(1) });
}

function print(message: BasemapScriptMessage, values: MessageValues = {}): void {
  console.log(say(BASEMAP_SCRIPT[message], language, values));
}

await runCommand('basemap:import', main);
