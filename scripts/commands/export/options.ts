import { resolve } from 'node:path';
import type { Catalogue } from '../../../server/layers/catalogue.ts';
import type { ExportOptions } from '../../../server/export/export.ts';
import { parseBbox, splitList } from '../../../server/platform/http/query.ts';
import { nearMatches } from '../../../server/platform/text/near-matches.ts';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import { MAX_ZOOM } from '../../../tiles/tile/tile.ts';
import type { Bbox } from '../../../tiles/api/wire.ts';
import { parseCommand, type Command, type CommandError, type CommandErrors } from '../../cli/command.ts';
import type { ExportMessage } from '../../cli/messages/export.ts';

export type ExportCommand = Pick<ExportOptions, 'layers' | 'out' | 'force' | 'minzoom' | 'maxzoom' | 'bbox' | 'filter'>;

/** Layers that may be named, internal ones among them. */
export type KnownLayers = Pick<Catalogue, 'get' | 'layers'>;

/** Reads the arguments of `npm run tiles:export`. The path is taken from `folder`. */
export function parseExportCommand(
  args: readonly string[],
  catalogue: KnownLayers,
  folder = '.',
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
    },
    read: (values, _, errors): ExportCommand => {
      const read = new Reader(catalogue, errors);
      const layers = read.layers(values.layers);
      const minzoom = read.zoom('minzoom', values.minzoom);
      const maxzoom = read.zoom('maxzoom', values.maxzoom);
      const bbox = read.bbox(values.bbox);
      if (layers.length > 0) read.compare(layers, minzoom, maxzoom);
      if (values.out === undefined || values.out.trim() === '') errors.add('no-out');
      const { force, filter = null } = values;
      return { layers, out: resolve(folder, values.out ?? ''), force, minzoom, maxzoom, bbox, filter };
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

  layers(text: string | undefined): LayerDefinition[] {
    const ids = splitList(text ?? '');
    if (ids.length === 0) this.#errors.add('no-layers');
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
