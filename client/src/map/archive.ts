/** PMTiles archives of the city's layers on some web server: tiles without a service. Loaded where there are any. */
import { addProtocol, type VectorSourceSpecification } from 'maplibre-gl';
import { PMTiles, Protocol } from 'pmtiles';
import { readManifest, type ArchiveEntry } from '../../../tiles/api/archives.ts';
import type { Bbox } from '../../../tiles/api/wire.ts';
import { EXTENT, BUFFER } from '../../../tiles/tile/tile.ts';
import { mergeTiles } from './merge-tiles.ts';

export interface Archive {
  /** By the id of each layer in it, the source that has it. */
  readonly layers: ReadonlyMap<string, string>;
  readonly sources: Readonly<Record<string, VectorSourceSpecification>>;
}

const SOURCE = 'archive';

/** Opens an archive or, where the address is one of JSON, all those that a manifest names. */
export function openArchive(url: string): Promise<Archive> {
  return new URL(url).pathname.endsWith('.json') ? openManifest(url) : openOne(url);
}

/** One source for all layers in an archive: each of its tiles is fetched once. */
async function openOne(url: string): Promise<Archive> {
  const archive = new PMTiles(url);
  const protocol = new Protocol();
  protocol.add(archive);
  const [header, metadata] = await Promise.all([archive.getHeader(), archive.getMetadata()]);
  addProtocol('pmtiles', protocol.tile);
  return {
    layers: new Map(layerIds(metadata).map((id) => [id, SOURCE])),
    sources: {
      [SOURCE]: {
        type: 'vector',
        tiles: [`pmtiles://${url}/{z}/{x}/{y}`],
        minzoom: header.minZoom,
        maxzoom: header.maxZoom,
        bounds: [header.minLon, header.minLat, header.maxLon, header.maxLat],
      },
    },
  };
}

/** Ids of the layers that the metadata describe, as every archive of vector tiles must (PMTiles 3, "vector_layers"). */
function layerIds(metadata: unknown): string[] {
  const layers: unknown = (metadata as { readonly vector_layers?: unknown } | null)?.vector_layers;
  if (!Array.isArray(layers)) return [];
  return layers.flatMap((layer: { readonly id?: unknown } | null) => (typeof layer?.id === 'string' ? [layer.id] : []));
}

/** One source for all layers that the same archives have, whatever the regions of these. */
async function openManifest(url: string): Promise<Archive> {
  const manifest = readManifest(await (await fetch(url)).json());
  if (manifest === null) throw new TypeError(`${url} is no manifest of archives.`);
  const entriesOf = new Map<string, ArchiveEntry[]>();
  for (const entry of manifest.archives)
    for (const layer of entry.layers) entriesOf.set(layer, [...(entriesOf.get(layer) ?? []), entry]);
  const archives = new Map<string, PMTiles>();
  const parts = new Map<string, readonly Part[]>();
  const layers = new Map<string, string>();
  const sources: Record<string, VectorSourceSpecification> = {};
  const shared = new Map<string, string>();
  for (const [layer, entries] of entriesOf) {
    const key = entries.map((entry) => entry.url).join();
    const source = shared.get(key) ?? `${SOURCE}:${layer}`;
    layers.set(layer, source);
    if (shared.has(key)) continue;
    shared.set(key, source);
    sources[source] = sourceOf(source, entries);
    parts.set(
      source,
      entries.map((entry) => {
        const address = new URL(entry.url, url).href;
        const archive = archives.get(address) ?? new PMTiles(address);
        archives.set(address, archive);
        return { entry, archive };
      }),
    );
  }
  addProtocol('archives', async ({ url: address }, { signal }) => {
    const [z = 0, x = 0, y = 0] = address.split('/').slice(-3).map(Number);
    const source = address.slice('archives://'.length).split('/')[0] ?? '';
    const tiles = await Promise.all(
      (parts.get(source) ?? [])
        .filter(({ entry }) => z >= entry.minzoom && z <= entry.maxzoom && meets(entry.bounds, z, x, y))
        .map(({ archive }) => archive.getZxy(z, x, y, signal)),
    );
    return { data: mergeTiles(tiles.flatMap((tile) => (tile === undefined ? [] : [new Uint8Array(tile.data)]))) };
  });
  return { layers, sources };
}

interface Part {
  readonly entry: ArchiveEntry;
  readonly archive: PMTiles;
}

/** As wide as all archives together, and as deep as all of them are. */
function sourceOf(id: string, entries: readonly ArchiveEntry[]): VectorSourceSpecification {
  const edge = (index: number, pick: (...values: number[]) => number): number =>
    pick(...entries.map(({ bounds }) => bounds[index] ?? 0));
  return {
    type: 'vector',
    tiles: [`archives://${id}/{z}/{x}/{y}`],
    minzoom: Math.min(...entries.map(({ minzoom }) => minzoom)),
    maxzoom: Math.min(...entries.map(({ maxzoom }) => maxzoom)),
    bounds: [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)],
  };
}

/** Whether the ground of a tile, with the margin that it has around it, meets a box. */
export function meets([west, south, east, north]: Bbox, z: number, x: number, y: number): boolean {
  const margin = BUFFER / EXTENT;
  const count = 2 ** z;
  const columnOf = (lon: number): number => ((lon + 180) / 360) * count;
  const rowOf = (lat: number): number => (0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * count;
  return (
    columnOf(east) >= x - margin &&
    columnOf(west) <= x + 1 + margin &&
    rowOf(south) >= y - margin &&
    rowOf(north) <= y + 1 + margin
  );
}
