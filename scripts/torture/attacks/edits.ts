/** Random edits; after each the tiles that it touched are held against what another way makes of the database. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { createCatalogue } from '../../../server/layers/catalogue.ts';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { RandomEditor, type Touch } from '../../../server/testing/edits.ts';
import { CORNER } from '../../../server/testing/fixtures.ts';
import { passed } from '../../../server/testing/moments.ts';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import { touchedTiles } from '../../../tiles/tile/touched.ts';
import { isTouched } from '../../../tiles/tile/touching.ts';
import { tileAt, type TileCoord } from '../../../tiles/tile/tile.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { oneOf, onSite, randomOf, Tally, type Attack, type AttackContext, type Outcome } from '../attack.ts';
import { get } from '../client.ts';
import { differenceOf } from '../edits-oracle.ts';
import { brokenInvariants, lastRevision } from '../invariants.ts';
import type { Site } from '../site.ts';

const LAYERS = ['toilets', 'districts', 'roads'];
const SPAN_DEG = 0.3;
/** What readers are promised after a commit. */
const PROMISE_MS = 250;
const EDITS_AT_ONCE = 12;
const TILES_AN_EDIT = 4;
const ZOOMS = [6, 9, 11, 12, 13, 14, 16];

export const edits: Attack = {
  name: 'edits',
  about: TORTURE['about-edits'],
  databases: ['embedded', 'server'],
  share: 3,
  run: onSite(attackByEdits),
};

async function attackByEdits(site: Site, { inputs, seed }: AttackContext): Promise<Outcome> {
  const tally = new Tally();
  const { db, catalogue, service } = site;
  const layers = LAYERS.flatMap((id) => catalogue.get(id) ?? []);
  const ofEditor = randomOf(seed, -1);
  const editor = new RandomEditor(db, createCatalogue(layers, catalogue.city), () => ofEditor.next(), CORNER, SPAN_DEG);
  let made = 0;
  let revision = 0;
  for (const { index, random } of inputs()) {
    // An input of its own comes after all edits before it.
    let touches: readonly Touch[] = [];
    for (; made <= index; made += 1) touches = await editor.commit(EDITS_AT_ONCE);
    const committedAt = performance.now();
    revision = await lastRevision(db);
    for (let n = 0; n < TILES_AN_EDIT; n += 1) {
      const layer = oneOf(random, layers);
      const tile = tileOf(touches, layer, oneOf(random, ZOOMS), random.next());
      const path = `/tiles/${layer.id}/${tile.z}/${tile.x}/${tile.y}.mvt`;
      // However much later it is asked for, the promise holds.
      await passed(PROMISE_MS - (performance.now() - committedAt));
      const { bytes, ms, state } = await readTile(service.url, path);
      tally.try();
      tally.wait(ms);
      // What says that it may be old is not wrong.
      if (state === 'stale') continue;
      const difference = await differenceOf(db, layer, tile, bytes);
      if (difference !== null)
        tally.fail('wrong', index, bothLanguages(TORTURE['tile-differs'], { path, state, difference }));
    }
  }
  for (const broken of await brokenInvariants(site, LAYERS, revision)) tally.fail('lost', made - 1, broken);
  tally.note(bothLanguages(TORTURE['edits-made'], { edits: made * EDITS_AT_ONCE }));
  return tally.outcome();
}

async function readTile(
  url: string,
  path: string,
): Promise<{ readonly bytes: Uint8Array; readonly ms: number; readonly state: string }> {
  const { status, headers, body, ms } = await get(url, path, { 'Accept-Encoding': 'br' });
  if (status !== 200 && status !== 204)
    throw new Error(`${path} was answered ${status}: ${body.toString().slice(0, 200)}`);
  const coding = headers['content-encoding'];
  const bytes = coding === 'br' ? brotliDecompressSync(body) : coding === 'gzip' ? gunzipSync(body) : body;
  return { bytes, ms, state: headers['x-cache'] ?? '' };
}

/** A tile that the edit has touched, or where it touched none of the layer, one in the middle of all edits. */
function tileOf(touches: readonly Touch[], { id, geometry }: LayerDefinition, z: number, share: number): TileCoord {
  const own = touches.filter(({ layer }) => layer.id === id);
  const touch = own[Math.floor(share * own.length)];
  if (touch === undefined) return tileAt(CORNER, z);
  const middle = tileAt(CORNER, z);
  const near = touchedTiles(geometry, touch.box, 'WebMercatorQuad', z);
  const reach = 2 ** Math.max(0, z - 8);
  for (let n = 0; n < 400; n += 1) {
    const x = middle.x + Math.round((((n * 7919) % 401) / 200 - 1) * reach);
    const y = middle.y + Math.round((((n * 104_729) % 401) / 200 - 1) * reach);
    if (isTouched(near, x, y)) return { z, x, y };
  }
  return middle;
}
