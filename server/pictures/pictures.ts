/** Pictures of the map: the very style and tiles that the live map shows, drawn in a process of its own. */
import { createHash } from 'node:crypto';
import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec';
import type { Lang } from '../../tiles/i18n.ts';
import type { LayerDefinition, Text } from '../../tiles/layer/layer.ts';
import type { Ground } from '../../tiles/style/ground.ts';
import { PALETTES, type BaseTone, type StyleTheme } from '../../tiles/style/palette.ts';
import { baseLayersOf } from '../../tiles/style/base-layers.ts';
import type { BaseMap } from '../basemap/index.ts';
import { FRESH_MS } from '../changes/index.ts';
import { LAYER_FILTER } from '../filter/filters.ts';
import { withSources } from '../layers/layer-loads.ts';
import type { LayerStatsCache } from '../layers/layer-stats.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { SharedWork } from '../platform/db/shared-work.ts';
import { say } from '../platform/messages/index.ts';
import { makeStyle, type TileHandler } from '../tiles/index.ts';
import { ByteCache } from './byte-cache.ts';
import type { Marker } from './draw/furniture.ts';
import { aboutNotesHeight, type Notes } from './draw/notes.ts';
import { PICTURES } from './messages.ts';
import type { Renderer } from './renderer/renderer.ts';
import { encoded, loadTiles, type LoadedTile, type TileAsker } from './tile-loader.ts';
import { viewOf, type Fitted, type View } from './view.ts';

export const PICTURE_BASES = ['own', 'grey', 'dark', 'none'] as const;

export interface PictureRequest {
  /** None: the base map alone. */
  readonly layers: readonly LayerDefinition[];
  readonly view: View | Fitted;
  readonly ratio: 1 | 2;
  readonly theme: StyleTheme;
  readonly lang: Lang;
  readonly base: BaseTone | 'none';
  /** Filters and moment of the tiles of the layers: checked. */
  readonly query: URLSearchParams;
  readonly markers: readonly Marker[];
  /** Whether the picture says whose map and data it is. */
  readonly hasNotes: boolean;
  /** Tiles a side to cut it into; null for one picture. */
  readonly cut: number | null;
}

/** A picture whose tiles are there, not drawn yet. */
export interface PreparedPicture {
  readonly request: PictureRequest;
  readonly view: View;
  readonly style: StyleSpecification;
  readonly notes: Notes | null;
  readonly tiles: readonly LoadedTile[];
  /** The same for the same picture: its view, its style, and the bytes of all its tiles. */
  readonly key: string;
}

export interface PicturesParts {
  readonly handler: Pick<TileHandler, 'read'>;
  readonly registry: LayerRegistry;
  readonly layerStats: LayerStatsCache;
  readonly baseMap: Pick<BaseMap, 'tile'>;
  readonly ground: () => Promise<Ground | null>;
  readonly mapReviewNumber: string | undefined;
  readonly renderer: Renderer;
}

/** Pictures that were drawn, for whoever asks next. */
const KEPT_BYTES = 48 * 2 ** 20;
/** Rises with every change of how pictures are drawn, so that caches ask for them anew. */
const DRAWING = 2;

interface Metatile {
  readonly prepared: SharedWork<PreparedPicture>;
  /** Of all who ask for it: a tile below has its turn when the first of them has. */
  readonly clients: Set<string>;
}

export class Pictures {
  readonly #parts: PicturesParts;
  readonly #kept = new ByteCache<readonly Buffer[]>(KEPT_BYTES, (pictures) =>
    pictures.reduce((sum, { length }) => sum + length, 0),
  );
  readonly #metatiles = new Map<string, Metatile>();
  readonly #drawing = new Map<string, SharedWork<readonly Buffer[]>>();

  constructor(parts: PicturesParts) {
    this.#parts = parts;
  }

  get keptBytes(): number {
    return this.#kept.bytes;
  }

  /**
   * Loads all that a picture shows: of one that is cut once for all who ask for its parts together, as a map does.
   * Rejects as the making of a tile does, and with `QueryCancelled`.
   */
  prepare(request: PictureRequest, asker: TileAsker): Promise<PreparedPicture> {
    if (request.cut === null) return this.#load(request, asker);
    const { layers, view, ratio, theme, lang, base, query } = request;
    const ids = layers.map(({ id }) => id);
    const { version } = this.#parts.registry;
    const look = [version, ids, view, ratio, theme, lang, base, String(query)];
    const key = `${asker.principal.visibilityKey} ${JSON.stringify(look)}`;
    const known = this.#metatiles.get(key);
    const metatile = known === undefined || known.prepared.isAborted ? this.#beginMetatile(key, request, asker) : known;
    for (const client of asker.principal.clients ?? []) metatile.clients.add(client);
    return metatile.prepared.join(asker.signal);
  }

  #beginMetatile(key: string, request: PictureRequest, { principal }: TileAsker): Metatile {
    const clients = new Set(principal.clients);
    const forget = (): void => {
      if (this.#metatiles.get(key) === metatile) this.#metatiles.delete(key);
    };
    const prepared = new SharedWork(async (signal) => {
      try {
        return await this.#load(request, { principal: { ...principal, clients }, signal });
      } catch (error) {
        forget();
        throw error;
      }
    });
    const metatile: Metatile = { prepared, clients };
    this.#metatiles.set(key, metatile);
    // Whoever comes later may know of a change that these tiles do not show.
    setTimeout(forget, FRESH_MS).unref();
    return metatile;
  }

  async #load(request: PictureRequest, asker: TileAsker): Promise<PreparedPicture> {
    const { layers, ratio, cut, markers, query } = request;
    const style = await this.#styleOf(request, asker.signal);
    const asked = new Set(layers.map(({ id }) => id));
    const notes = request.hasNotes ? await this.#notesOf(request, style, asker.signal) : null;
    const view = viewAbove(request.view, notes);
    const tiles = await loadTiles(
      this.#parts,
      { style, view, queryOf: (id) => (asked.has(id) ? queryFor(query, id) : NO_QUERY), isCut: cut !== null },
      asker,
    );
    const key = createHash('sha256')
      .update(
        JSON.stringify([DRAWING, asker.principal.visibilityKey, drawnOf(style), view, ratio, cut, markers, notes]),
      )
      .update(JSON.stringify(tiles.map(({ source, place, hash }) => [source, place, hash])))
      .digest('base64url')
      .slice(0, 22);
    return { request, view, style, notes, tiles, key };
  }

  /**
   * Draws a picture, unless it is in memory: once for all who ask for the same one at the same time. Rejects as
   * `Renderer.draw`.
   *
   * @returns PNG files: one, or those that it is cut into, row by row
   */
  async draw(prepared: PreparedPicture, { principal, signal }: TileAsker): Promise<readonly Buffer[]> {
    const { key } = prepared;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const known = this.#drawing.get(key);
    const drawing = known === undefined || known.isAborted ? this.#begin(prepared, principal.clients) : known;
    return drawing.join(signal);
  }

  #begin(prepared: PreparedPicture, clients: ReadonlySet<string> | undefined): SharedWork<readonly Buffer[]> {
    const { key } = prepared;
    const drawing = new SharedWork(async (signal) => {
      try {
        const pictures = await this.#make(prepared, clients, signal);
        this.#kept.set(key, pictures);
        return pictures;
      } finally {
        if (this.#drawing.get(key) === drawing) this.#drawing.delete(key);
      }
    });
    this.#drawing.set(key, drawing);
    return drawing;
  }

  async #make(
    { request, view, style, notes, tiles }: PreparedPicture,
    clients: ReadonlySet<string> | undefined,
    signal: AbortSignal,
  ): Promise<readonly Buffer[]> {
    const { ratio, markers, cut } = request;
    const job = { style, view, ratio, tiles: await encoded(tiles), markers, notes, cut };
    return this.#parts.renderer.draw(job, { clients, signal });
  }

  /** The style of the live map with these layers shown, and without what is only for pointing at them. */
  async #styleOf({ layers, theme, lang, base }: PictureRequest, signal: AbortSignal): Promise<StyleSpecification> {
    const { registry, layerStats, ground } = this.#parts;
    const made = await makeStyle(theme, {
      registry,
      only: layers,
      lang,
      origin: '',
      layerStats,
      ground: await ground(),
      // Heights are not drawn.
      terrain: null,
      tone: base === 'none' ? 'own' : base,
      signal,
    });
    const style = made as StyleSpecification;
    return {
      ...style,
      layers: style.layers.flatMap((layer) => {
        const metadata = (layer.metadata ?? {}) as Readonly<Record<string, unknown>>;
        if (metadata['chengtu:role'] === 'selected') return [];
        if (metadata['chengtu:layer'] === undefined) return base === 'none' ? [] : [layer];
        return [{ ...layer, layout: { ...layer.layout, visibility: 'visible' } }];
      }),
    };
  }

  /** The map review number, whose base map it is, and where the data is from: what the live map says. */
  async #notesOf(
    { layers, theme, lang, base }: PictureRequest,
    style: StyleSpecification,
    signal: AbortSignal,
  ): Promise<Notes> {
    const { registry, layerStats, mapReviewNumber } = this.#parts;
    const ground = base === 'none' ? null : await this.#parts.ground();
    const below = base === 'none' ? [] : baseLayersOf(style).flatMap((id) => registry.get(id) ?? []);
    const all = [...new Set([...layers, ...below])];
    const stats = await layerStats.some(all, signal);
    const sources = new Set(withSources(all, stats).map(({ source }) => source[lang]));
    const isPartly = all.some(({ id }) => {
      const { synthetic = 0, approximate = 0 } = stats.get(id)?.provenance ?? {};
      return synthetic + approximate > 0;
    });
    const texts = [
      mapReviewNumber === undefined ? '' : say(PICTURES['review-number'], lang, { number: mapReviewNumber }),
      isPartly ? PICTURES.partly[lang] : '',
      creditOf(ground?.attribution, lang),
      sources.size === 0
        ? ''
        : say(PICTURES.sources, lang, { sources: [...sources].join(lang === 'zh' ? '；' : '; ') }),
    ];
    const { quietText, land } = PALETTES[theme];
    return { texts: texts.filter((text) => text !== ''), color: quietText, paper: `${land}d9` };
  }
}

/** The notes cover what lies at the foot: a box that is to be seen whole lies above them. */
function viewAbove(view: View | Fitted, notes: Notes | null): View {
  if (!('box' in view)) return view;
  return viewOf(view, notes === null ? 0 : aboutNotesHeight(notes, view));
}

/** What of a style is seen: the extents of its sources change with data that may lie anywhere. */
function drawnOf({ layers, sources }: StyleSpecification): unknown {
  return [layers, Object.entries(sources).filter(([, { type }]) => type === 'geojson')];
}

const NO_QUERY = new URLSearchParams();

/** What of a query is for the tiles of one layer. */
function queryFor(query: URLSearchParams, layer: string): URLSearchParams {
  const own = [...query].filter(([name]) => !name.startsWith(LAYER_FILTER) || name === LAYER_FILTER + layer);
  return new URLSearchParams(own);
}

function creditOf(credit: Text | undefined, lang: Lang): string {
  return credit?.[lang] ?? '';
}
