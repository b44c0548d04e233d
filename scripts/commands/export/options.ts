import { resolve } from 'node:path';
import type { Catalogue } from '../../../server/layers/catalogue.ts';
import type { ExportOptions } from '../../../server/export/export.ts';
import type { RegionOptions } from '../../../server/export/export-region.ts';
import { readS3Place, type S3Place } from '../../../server/export/store/s3-place.ts';
import { parseBbox, splitList } from '../../../server/platform/http/query.ts';
import { nearMatches } from '../../../server/platform/text/near-matches.ts';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import { MAX_ZOOM } from '../../../tiles/tile/tile.ts';
import type { Bbox } from '../../../tiles/api/wire.ts';
import { parseCommand, type Command, type CommandError, type CommandErrors } from '../../cli/command.ts';
import type { ExportMessage } from '../../cli/messages/export.ts';

type Chosen = Pick<ExportOptions, 'minzoom' | 'maxzoom' | 'bbox' | 'filter'>;

/** One file of some layers. */
export interface FileExport extends Chosen, Pick<ExportOptions, 'layers' | 'out' | 'force'> {
  readonly kind: 'file';
}

/** Archives of a region with a manifest. */
export interface RegionExport extends Chosen, Pick<RegionOptions, 'groups' | 'region' | 'anew' | 'pruneDays'> {
  readonly kind: 'region';
  /** Path of a folder, or a place in a bucket. */
  readonly to: string | S3Place;
}

export type ExportCommand = FileExport | RegionExport;

/** Layers that may be named, internal ones among them. */
export type KnownLayers = Pick<Catalogue, 'get' | 'layers'>;

export interface ExportSurroundings {
  /** Code of the city, which a region is called by where nothing else is said. */
  readonly region: string;
  /** That paths are taken from. */
  readonly folder?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** Reads the arguments of `npm run tiles:export`. */
export function parseExportCommand(
  args: readonly string[],
  catalogue: KnownLayers,
  around: ExportSurroundings,
): Command<ExportCommand, ExportMessage> {
  return parseCommand(args, {
    hasFiles: false,
    options: {
      layers: { type: 'string' },
      out: { type: 'string' },
      minzoom: { type: 'string' },
      maxzoom: { type: 'string' },
      bbox: { type: 'string' },
      filter: { type: 'string' },
      force: { type: 'boolean', default: false },
      to: { type: 'string' },
      region: { type: 'string' },
      anew: { type: 'boolean', default: false },
      prune: { type: 'string' },
    },
    read: (values, _, errors): ExportCommand | null => {
      const read = new Reader(catalogue, errors);
      const groups = read.groups(values.layers, values.to !== undefined);
      const layers = groups.flat();
      const minzoom = read.zoom('minzoom', values.minzoom);
      const maxzoom = read.zoom('maxzoom', values.maxzoom);
      const bbox = read.bbox(values.bbox);
      if (layers.length > 0) read.compare(layers, minzoom, maxzoom);
      const { force, filter = null, anew } = values;
      const chosen = { minzoom, maxzoom, bbox, filter };
      const folder = around.folder ?? '.';
      if (values.to !== undefined) {
        const to = read.place(values.to, folder, around.env);
        const region = read.region(values.region ?? around.region);
        const pruneDays = read.days(values.prune);
        for (const option of ['out', 'force'] as const)
          if (values[option] !== undefined && values[option] !== false) errors.add('not-with-to', { option });
        return to === null ? null : { kind: 'region', groups, to, region, anew, pruneDays, ...chosen };
      }
      for (const option of ['region', 'anew', 'prune'] as const)
        if (values[option] !== undefined && values[option] !== false) errors.add('needs-to', { option });
      if (values.out === undefined || values.out.trim() === '') errors.add('no-out');
      return { kind: 'file', layers, out: resolve(folder, values.out ?? ''), force, ...chosen };
    },
  });
}

class Reader {
  readonly #catalogue: KnownLayers;
  readonly #errors: CommandErrors<ExportMessage>;

  constructor(catalogue: KnownLayers, errors: CommandErrors<ExportMessage>) {
    this.#catalogue = catalogue;
    this.#errors = errors;
  }

  /** Layers of each archive: of one file all of them, else each its own, or those joined by `+`; all where allowed. */
  groups(text: string | undefined, isRegion: boolean): LayerDefinition[][] {
    if (isRegion && text === undefined)
      return this.#catalogue.layers.filter(({ visibility }) => visibility === 'public').map((layer) => [layer]);
    const parts = splitList(text ?? '');
    if (parts.length === 0) this.#errors.add('no-layers');
    if (!isRegion) return [this.#layers(parts)];
    const groups = parts.map((part) => this.#layers([...new Set(part.split('+'))]));
    const seen = new Set<string>();
    for (const { id } of groups.flat()) {
      if (seen.has(id)) this.#errors.add('layer-twice', { layer: id });
      seen.add(id);
    }
    return groups;
  }

  place(text: string, folder: string, env: NodeJS.ProcessEnv): RegionExport['to'] | null {
    if (!text.startsWith('s3:')) {
      if (text.trim() !== '') return resolve(folder, text);
      this.#errors.add('no-to');
      return null;
    }
    const place = readS3Place(text, env);
    if (!('problem' in place)) return place;
    if (place.problem === 'missing') this.#errors.add('no-credentials', { names: place.names.join(', ') });
    else if (place.problem === 'address') this.#errors.add('bad-bucket', { value: text });
    else this.#errors.add('bad-endpoint');
    return null;
  }

  region(text: string): string {
    if (!/^[a-z0-9][a-z0-9-]{0,47}$/i.test(text)) this.#errors.add('bad-region', { value: text });
    return text;
  }

  days(text: string | undefined): number | null {
    if (text === undefined) return null;
    const value = /^\d{1,4}$/.test(text.trim()) ? Number(text) : NaN;
    if (Number.isFinite(value)) return value;
    this.#errors.add('bad-days', { value: text });
    return null;
  }

  #layers(ids: readonly string[]): LayerDefinition[] {
    return ids.flatMap((id) => {
      const layer = this.#catalogue.get(id);
      if (layer?.visibility === 'public') return [layer];
      this.#errors.list.push(
        layer === undefined ? this.#unknownLayer(id) : { message: 'internal-layer', values: { layer: id } },
      );
      return [];
    });
  }

  zoom(option: 'minzoom' | 'maxzoom', text: string | undefined): number | null {
    if (text === undefined) return null;
    const value = /^\d{1,2}$/.test(text.trim()) ? Number(text) : NaN;
    if (value <= MAX_ZOOM) return value;
    this.#errors.add('bad-zoom', { option, value: text, max: MAX_ZOOM });
    return null;
  }

  bbox(text: string | undefined): Bbox | null {
    if (text === undefined) return null;
    const bbox = parseBbox(text);
    if (bbox === null) this.#errors.add('bad-bbox', { value: text });
    return bbox;
  }

  /** Refuses levels without tiles, and levels that are surely a mistake. */
  compare(layers: readonly LayerDefinition[], minzoom: number | null, maxzoom: number | null): void {
    const first = Math.min(...layers.map((layer) => layer.minzoom));
    const last = Math.max(...layers.map((layer) => layer.maxzoom));
    if (minzoom !== null && maxzoom !== null && minzoom > maxzoom)
      this.#errors.add('zooms-reversed', { minzoom, maxzoom });
    else if (maxzoom !== null && maxzoom < first) this.#errors.add('zoom-below-layers', { maxzoom, minzoom: first });
    else if (minzoom !== null && maxzoom === null && minzoom > last)
      this.#errors.add('zoom-above-layers', { minzoom, maxzoom: last });
  }

  #unknownLayer(layer: string): CommandError<ExportMessage> {
    const known = this.#catalogue.layers.filter(({ visibility }) => visibility === 'public').map(({ id }) => id);
    const near = nearMatches(layer, known);
    return near.length > 0
      ? { message: 'unknown-layer-near', values: { layer, near: near.join(', ') } }
      : { message: 'unknown-layer', values: { layer, layers: known.join(', ') } };
  }
}
