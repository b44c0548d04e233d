import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import ts from 'typescript';
import { sdkDeclarations } from '../../sdk-types.ts';

/** A page of somebody else, as the documents show it. */
const GOOD = `
import { createMap, connectFrame, type CityMap, type MapFeature } from './sdk.js';
const map: CityMap = createMap(document.body, { layers: ['toilets'], view: { lon: 120.38, lat: 36.07, zoom: 13 } });
map.setFilter({ toilets: 'wifi = true' });
const stop: () => void = map.on('select', ({ feature }) => { const found: MapFeature | null = feature; void found; });
map.setGeoJson('mine', { type: 'FeatureCollection', features: [] }, { color: '#c00', label: 'name' });
const element = document.querySelector('city-map');
element?.map?.highlight([{ layer: 'toilets', id: '1' }]);
void connectFrame(document.createElement('iframe')).then((frame) => frame.setTheme('dark'));
stop();
`;
const BAD = `
import { createMap } from './sdk.js';
createMap(document.body, { theme: 'pink' });
createMap(document.body).on('selected', () => undefined);
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chengtu-sdk-'));
  const types = await readFile(new URL('types.ts', import.meta.url), 'utf8');
  await writeFile(join(folder, 'sdk.d.ts'), sdkDeclarations(types));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the compiler says of a page's code. */
async function faultsOf(code: string): Promise<string[]> {
  const file = join(folder, 'page.ts');
  await writeFile(file, code);
  const program = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

it('the types of the SDK need nothing else, and hold a page to it', async () => {
  expect(await faultsOf(GOOD)).toEqual([]);
  expect(await faultsOf(BAD)).toHaveLength(2);
});
