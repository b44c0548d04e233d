import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Catalogue } from '../../../server/layers/catalogue.ts';
import type { ExportOptions } from '../../../server/export/export.ts';
import { parseBbox, splitList } from '../../../server/platform/http/query.ts';
import type { MessageValues } from '../../../server/platform/messages/index.ts';
import { nearMatches } from '../../../server/platform/text/near-matches.ts';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import { MAX_ZOOM } from '../../../tiles/tile/tile.ts';
import type { Bbox } from '../../../tiles/api/wire.ts';
import type { ExportMessage } from '../../cli/messages/export.ts';

export interface Fault {
  readonly message: ExportMessage;
  readonly values?: MessageValues;
}

export type Command = Pick<ExportOptions, 'layers' | 'out' | 'force' | 'minzoom' | 'maxzoom' | 'bbox' | 'filter'>;

/** Reads the arguments of `npm run tiles:export`; names every fault at once. The path is taken from `folder`. */
export function parseCommand(
  args: readonly string[],
  catalogue: Catalogue,
  folder = '.',
): { readonly command: Command } | { readonly faults: readonly Fault[] } {
  let values;
  try {
    values = parseArgs({
      args: [...args],
      options: {
        layers: { type: 'string' },
        out: { type: 'string' },
        minzoom: { type: 'string' },
        maxzoom: { type: 'string' },
        bbox: { type: 'string' },
        filter: { type: 'string' },
        force: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return {
      faults: [
        { message: 'unknown-option', values: { detail: error instanceof Error ? error.message : String(error) } },
      ],
    };
  }
  const read = new Reader(catalogue);
  const layers = read.layers(values.layers);
  const minzoom = read.zoom('minzoom', values.minzoom);
  const maxzoom = read.zoom('maxzoom', values.maxzoom);
  const bbox = read.bbox(values.bbox);
  if (layers.length > 0) read.compare(layers, minzoom, maxzoom);
  if (values.out === undefined || values.out.trim() === '') read.faults.push({ message: 'no-out' });
  if (read.faults.length > 0) return { faults: read.faults };
  return {
    command: {
      layers,
      out: resolve(folder, values.out ?? ''),
      force: values.force,
      minzoom,
      maxzoom,
      bbox,
      filter: values.filter ?? null,
    },
  };
}

class Reader {
  readonly faults: Fault[] = [];
  readonly #catalogue: Catalogue;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  layers(text: string | undefined): LayerDefinition[] {
    const ids = splitList(text ?? '');
    if (ids.length === 0) this.faults.push({ message: 'no-layers' });
    return ids.flatMap((id) => {
      const layer = this.#catalogue.get(id);
      if (layer?.visibility === 'public') return [layer];
      this.faults.push(
        layer === undefined ? this.#unknownLayer(id) : { message: 'internal-layer', values: { layer: id } },
      );
      return [];
    });
  }

  zoom(option: 'minzoom' | 'maxzoom', text: string | undefined): number | null {
    if (text === undefined) return null;
    const value = /^\d{1,2}$/.test(text.trim()) ? Number(text) : NaN;
    if (value <= MAX_ZOOM) return value;
    this.faults.push({ message: 'bad-zoom', values: { option, value: text, max: MAX_ZOOM } });
    return null;
  }

  bbox(text: string | undefined): Bbox | null {
    if (text === undefined) return null;
    const bbox = parseBbox(text);
    if (bbox === null) this.faults.push({ message: 'bad-bbox', values: { value: text } });
    return bbox;
  }

  /** Levels that have no tiles, or none that anybody means. */
  compare(layers: readonly LayerDefinition[], minzoom: number | null, maxzoom: number | null): void {
    const first = Math.min(...layers.map((layer) => layer.minzoom));
    const last = Math.max(...layers.map((layer) => layer.maxzoom));
    if (minzoom !== null && maxzoom !== null && minzoom > maxzoom)
      this.faults.push({ message: 'zooms-reversed', values: { minzoom, maxzoom } });
    else if (maxzoom !== null && maxzoom < first)
      this.faults.push({ message: 'zoom-below-layers', values: { maxzoom, minzoom: first } });
    else if (minzoom !== null && maxzoom === null && minzoom > last)
      this.faults.push({ message: 'zoom-above-layers', values: { minzoom, maxzoom: last } });
  }

  #unknownLayer(layer: string): Fault {
    const known = this.#catalogue.layers.filter(({ visibility }) => visibility === 'public').map(({ id }) => id);
    const near = nearMatches(layer, known);
    return near.length > 0
      ? { message: 'unknown-layer-near', values: { layer, near: near.join(', ') } }
      : { message: 'unknown-layer', values: { layer, layers: known.join(', ') } };
  }
}
