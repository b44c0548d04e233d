/** What the pages of the resources show. */
import { bbox as turfBbox } from '@turf/bbox';
import type { Geometry } from 'geojson';
import type { Bbox } from '../../tiles/api/wire.ts';
import { dateText } from '../../tiles/date-text.ts';
import { LOCALES, type Lang } from '../../tiles/i18n.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { FILE_FORMATS } from '../formats/index.ts';
import { licencesOf, sourceNow } from '../layers/layer-loads.ts';
import type { AreaNames, LayerStats } from '../layers/layer-stats.ts';
import type { FeatureRow, FeaturesQuery, LayerSource } from '../layers/source.ts';
import { templateOf } from '../platform/http/openapi.ts';
import type { Route } from '../platform/http/route.ts';
import { say } from '../platform/messages/index.ts';
import { collectionAddress, type collectionSchema } from './collections.ts';
import { SYSTEMS, type System } from './crs.ts';
import type { ItemsPage } from './items.ts';
import { inFormat, type Link } from './links.ts';
import { OGC } from './messages.ts';
import {
  actions,
  block,
  code,
  example,
  facts,
  heading,
  link,
  list,
  paragraph,
  picture,
  table,
  type Cell,
  type Html,
} from './page.ts';
import { PICTURE_PX, type PictureView } from './picture-view.ts';
import { snippetsOf } from './snippets.ts';
import { formatDecimal } from '../../tiles/text.ts';
import type { describeTileset, summarizeTileset } from './tilesets.ts';
import { timeOf } from './time.ts';

export type { Html };

/** Names of districts and subdistricts by their codes. */
export type Areas = AreaNames['names'];

interface Place {
  readonly lang: Lang;
  readonly base: string;
}

export function landing({ description, lang, base }: Place & { readonly description: string }): readonly Html[] {
  const to = (path: string, text: { readonly zh: string; readonly en: string }): Cell =>
    link(`${base}/ogc/${path}?f=html&lang=${lang}`, text[lang]);
  return [
    paragraph(description),
    list([
      to('collections', OGC.collections),
      to('tiles', OGC.tilesets),
      to('styles', OGC.styles),
      to('api', OGC.api),
      to('conformance', OGC.conformance),
    ]),
  ];
}

export function conformance(classes: readonly string[], lang: Lang): readonly Html[] {
  return [paragraph(OGC['conformance-intro'][lang]), list(classes.map(code))];
}

export function api(routes: readonly Route[], lang: Lang): readonly Html[] {
  return [
    table(
      [OGC.path[lang], OGC.purpose[lang]],
      routes.flatMap(({ docs, method, path }): Cell[][] =>
        docs === undefined ? [] : [[code(`${method} ${templateOf(path)}`), docs.summary[lang]]],
      ),
    ),
  ];
}

interface LayerParts extends Place {
  readonly stats: LayerStats | undefined;
  readonly source: LayerSource;
}

/** The layer on the map. */
function layerPicture(layer: LayerDefinition, { view, bbox }: PictureView, { lang, base }: Place): Html {
  const address = `${pictureAddress(base, layer, view)}${bbox === null ? '' : `?bbox=${bbox.join(',')}`}`;
  return picture(address, { ...PICTURE_PX, alt: say(OGC.picture, lang, { layer: layer.title }), lang });
}

function pictureAddress(base: string, layer: LayerDefinition, view: string): string {
  return `${base}/static/${encodeURIComponent(layer.id)}/${view}/{size}.png`;
}

/** Where programs get a layer, and how. */
function uses(layer: LayerDefinition, { source, stats, lang, base, bounds }: CollectionPageParts): readonly Html[] {
  const isTilesOnly = source.tilesOnly === true;
  const id = encodeURIComponent(layer.id);
  const bbox = stats?.bbox ?? bounds;
  const still = `${pictureAddress(base, layer, 'auto').replace('{size}', '1200x800')}?bbox=${bbox.join(',')}&lang=${lang}`;
  const snippets = snippetsOf(layer, { base, lang, bbox, isTilesOnly, source: sourceNow(layer, stats)[lang] });
  return [
    ...(isTilesOnly
      ? []
      : [
          heading(OGC.download[lang]),
          actions(
            Object.values(FILE_FORMATS).map(({ id: format, title }) =>
              link(`${base}/layers/${id}/download.${format}`, title[lang]),
            ),
          ),
        ]),
    heading(OGC.services[lang]),
    actions([
      link(`${base}/tiles/${id}.json?lang=${lang}`, 'TileJSON'),
      link(`${base}/wmts/1.0.0/WMTSCapabilities.xml?lang=${lang}`, 'WMTS'),
      link(still, OGC['still-picture'][lang]),
    ]),
    heading(OGC.use[lang]),
    ...snippets.map(({ id: name, title, content, needs, isRun }) =>
      example({
        title,
        notes: [...(needs === null ? [] : [needs]), OGC[isRun ? 'use-run' : 'use-not-run'][lang]],
        content: typeof content === 'string' ? block(content, `use-${name}`) : list(content),
      }),
    ),
  ];
}

interface CollectionPageParts extends LayerParts {
  /** Of the city, for a layer that has no extent of its own. */
  readonly bounds: Bbox;
  readonly picture: PictureView;
}

export function collections(
  layers: readonly LayerDefinition[],
  {
    stats,
    sourceOf,
    lang,
    base,
  }: Place & {
    readonly stats: ReadonlyMap<string, LayerStats>;
    readonly sourceOf: (layer: LayerDefinition) => LayerSource;
  },
): readonly Html[] {
  return [
    table(
      [OGC.layer[lang], OGC.description[lang], OGC.count[lang]],
      layers.map((layer): Cell[] => {
        const address = collectionAddress(base, layer);
        const isTilesOnly = sourceOf(layer).tilesOnly === true;
        const count = stats.get(layer.id)?.count ?? 0;
        return [
          link(`${address}?f=html&lang=${lang}`, layer.title[lang]),
          layer.description[lang],
          isTilesOnly
            ? OGC['tiles-only'][lang]
            : link(`${address}/items?f=html&lang=${lang}`, count.toLocaleString(LOCALES[lang])),
        ];
      }),
    ),
  ];
}

export function collection(layer: LayerDefinition, parts: CollectionPageParts): readonly Html[] {
  const { stats, source, lang, base } = parts;
  const address = collectionAddress(base, layer);
  const time = timeOf(layer, source);
  const updatedAt = stats?.updatedAt ?? null;
  const isTilesOnly = source.tilesOnly === true;
  const dated = time.kind === 'attribute' ? layer.attributes[time.attribute]?.title : undefined;
  const to = (path: string, text: { readonly zh: string; readonly en: string }): Html =>
    link(`${address}/${path}?f=html&lang=${lang}`, text[lang]);
  return [
    paragraph(layer.description[lang]),
    actions([
      ...(isTilesOnly
        ? []
        : [
            to('items', OGC.items),
            to('queryables', OGC.queryables),
            to('sortables', OGC.sortables),
            to('schema', OGC.schema),
          ]),
      to('tiles', OGC.tilesets),
      link(`${base}/?layers=${encodeURIComponent(layer.id)}&lang=${lang}`, OGC.map[lang]),
    ]),
    layerPicture(layer, parts.picture, parts),
    facts([
      [OGC.count[lang], isTilesOnly ? OGC['tiles-only'][lang] : (stats?.count ?? 0).toLocaleString(LOCALES[lang])],
      [OGC.geometry[lang], OGC[`geometry-${layer.geometry}`][lang]],
      [OGC.source[lang], sourceNow(layer, stats)[lang]],
      [OGC.licence[lang], licencesOf(stats).join('; ')],
      [OGC.owner[lang], layer.owner[lang]],
      [OGC.updated[lang], updatedAt === null ? null : dateText(updatedAt, lang, layer.timeZone)],
      [OGC.extent[lang], stats?.bbox?.map((value) => value.toFixed(5)).join(', ') ?? null],
      ...(isTilesOnly
        ? []
        : [
            [OGC.time[lang], say(OGC[`time-${time.kind}`], lang, { attribute: dated?.[lang] ?? '' })] as const,
            [OGC.crs[lang], list(SYSTEMS.map(({ uri, name }) => `${name[lang]} · ${uri}`))] as const,
          ]),
    ]),
    ...uses(layer, parts),
    heading(OGC.attribute[lang]),
    table(
      [OGC.attribute[lang], OGC.title[lang], OGC.type[lang], OGC.unit[lang], OGC.values[lang]],
      Object.entries(layer.attributes).map(([name, { title, type, format, unit, values = {} }]): Cell[] => [
        code(name),
        title[lang],
        format === undefined ? type : `${type} (${format})`,
        unit?.[lang] ?? null,
        Object.entries(values)
          .map(([value, text]) => `${value}: ${text[lang]}`)
          .join('; '),
      ]),
    ),
  ];
}

export function schema(described: ReturnType<typeof collectionSchema>, lang: Lang): readonly Html[] {
  return [
    table(
      [OGC.attribute[lang], OGC.title[lang], OGC.type[lang], OGC.values[lang]],
      Object.entries(described.properties).map(([name, { title, type = '', format, ...rest }]): Cell[] => [
        code(name),
        title,
        [type, format].filter((each) => each !== undefined && each !== '').join(', '),
        Array.isArray(rest['enum']) ? rest['enum'].join(', ') : null,
      ]),
    ),
  ];
}

/** A table with more columns is not read. */
const MOST_COLUMNS = 8;

export function items(
  layer: LayerDefinition,
  {
    page: { rows, matched },
    areas,
    query,
    lang,
    base,
    self,
    next,
    picture: view,
  }: Place & {
    /** Of the layer. */
    readonly picture: PictureView;
    readonly page: ItemsPage;
    readonly areas: Areas;
    readonly query: FeaturesQuery;
    readonly self: string;
    readonly next: string | null;
  },
): readonly Html[] {
  const names = (query.properties ?? Object.keys(layer.attributes)).filter((name) =>
    Object.hasOwn(layer.attributes, name),
  );
  const shown = names.slice(0, query.properties === null ? MOST_COLUMNS : names.length);
  const told = say(OGC[matched === null ? 'shown' : 'shown-of'], lang, {
    returned: rows.length.toLocaleString(LOCALES[lang]),
    matched: (matched ?? 0).toLocaleString(LOCALES[lang]),
  });
  const address = collectionAddress(base, layer);
  const first = new URL(self);
  for (const name of ['cursor', 'offset']) first.searchParams.delete(name);
  const ways = actions([
    ...(query.after === null ? [] : [link(first.href, OGC.first[lang])]),
    ...(next === null ? [] : [link(inFormat(next, 'html'), OGC.next[lang])]),
    link(inFormat(self, 'json'), 'GeoJSON'),
  ]);
  if (rows.length === 0) return [paragraph(OGC.nothing[lang]), ways];
  return [
    layerPicture(layer, view, { lang, base }),
    paragraph(told),
    table(
      [OGC.feature[lang], ...shown.map((name) => titleOf(layer, name, lang))],
      rows.map((row): Cell[] => {
        const values = JSON.parse(row.attributes) as Readonly<Record<string, unknown>>;
        return [
          link(`${address}/items/${encodeURIComponent(row.id)}?f=html&lang=${lang}`, row.id),
          ...shown.map((name) => cellOf(layer, { name, value: values[name], areas, lang })),
        ];
      }),
    ),
    ways,
  ];
}

export function item(
  layer: LayerDefinition,
  {
    row,
    areas,
    lang,
    base,
    system,
  }: Place & { readonly row: FeatureRow; readonly areas: Areas; readonly system: System },
): readonly Html[] {
  const values = JSON.parse(row.attributes) as Readonly<Record<string, unknown>>;
  const geometry = String(row.geometry);
  return [
    featurePicture(layer, row, { lang, base, system }),
    facts([
      [OGC.feature[lang], row.id],
      // In the order of the definition; the database has one of its own.
      ...Object.keys(layer.attributes).map((name): [string, Cell] => [
        titleOf(layer, name, lang),
        cellOf(layer, { name, value: values[name], areas, lang }),
      ]),
      [OGC.provenance[lang], row.provenance],
      [OGC.updated[lang], dateText(row.updatedAt.toISOString(), lang, layer.timeZone)],
      [OGC.geometry[lang], code(geometry.length <= 500 ? geometry : `${geometry.slice(0, 500)}…`)],
    ]),
  ];
}

/** A feature's zoom on its picture: some streets around it. */
const FEATURE_ZOOM = 15;

function featurePicture(
  layer: LayerDefinition,
  row: FeatureRow,
  { lang, base, system }: Place & { readonly system: System },
): Html {
  const [minX, minY, maxX, maxY] = turfBbox(JSON.parse(String(row.geometry)) as Geometry);
  const place = (x: number, y: number) => (system.isNorthFirst ? system.position(y, x) : system.position(x, y));
  const corners = [place(minX, minY), place(maxX, maxY)];
  const box = corners.flatMap(([lon, lat]) => [formatDecimal(lon, 6), formatDecimal(lat, 6)]);
  const [lon = '', lat = ''] = box;
  const address =
    minX === maxX && minY === maxY
      ? `${pictureAddress(base, layer, `${lon},${lat},${String(FEATURE_ZOOM)}`)}?marker=${lon},${lat}`
      : `${pictureAddress(base, layer, 'auto')}?bbox=${box.join(',')}`;
  const alt = say(OGC['picture-of-feature'], lang, { feature: nameOf(layer, row, lang) });
  return picture(address, { ...PICTURE_PX, alt, lang });
}

/** What a feature is called; its id where it has no name. */
export function nameOf(layer: LayerDefinition, row: FeatureRow, lang: Lang): string {
  const values = JSON.parse(row.attributes) as Readonly<Record<string, unknown>>;
  const names = lang === 'en' && layer.name.en !== undefined ? [layer.name.en, layer.name.zh] : [layer.name.zh];
  const name = names.map((each) => values[each]).find((each) => typeof each === 'string' && each !== '');
  return typeof name === 'string' ? name : row.id;
}

function titleOf(layer: LayerDefinition, name: string, lang: Lang): string {
  const attribute = Object.hasOwn(layer.attributes, name) ? layer.attributes[name] : undefined;
  if (attribute === undefined) return name;
  const unit = attribute.unit?.[lang];
  return unit === undefined ? attribute.title[lang] : `${attribute.title[lang]} (${unit})`;
}

function cellOf(
  layer: LayerDefinition,
  {
    name,
    value,
    areas,
    lang,
  }: { readonly name: string; readonly value: unknown; readonly areas: Areas; readonly lang: Lang },
): Cell {
  if (value === undefined || value === null) return null;
  const { values: labels, format } = (Object.hasOwn(layer.attributes, name) ? layer.attributes[name] : undefined) ?? {};
  if (typeof value === 'boolean') return OGC[value ? 'yes' : 'no'][lang];
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (labels !== undefined && Object.hasOwn(labels, text)) return labels[text]?.[lang] ?? text;
  if (format === 'date' || format === 'date-time') return dateText(text, lang, layer.timeZone);
  const isArea = format === 'district' || format === 'subdistrict';
  if (isArea && Object.hasOwn(areas, text)) return areas[text]?.[lang] ?? text;
  return typeof value === 'number' ? value : text;
}

export function tilesets(all: readonly ReturnType<typeof summarizeTileset>[], lang: Lang): readonly Html[] {
  return [
    table(
      [OGC.tileset[lang], OGC.crs[lang]],
      all.map(({ title, crs, links }): Cell[] => [
        link(`${hrefOf(links, 'self')}?f=html&lang=${lang}`, title),
        code(crs),
      ]),
    ),
  ];
}

export function tileset(described: ReturnType<typeof describeTileset>, lang: Lang): readonly Html[] {
  return [
    facts([
      [OGC.crs[lang], code(described.crs)],
      [OGC['tile-template'][lang], code(hrefOf(described.links, 'item'))],
      [
        'TileJSON',
        described.links.some(({ rel }) => rel === 'describedby') ? code(hrefOf(described.links, 'describedby')) : null,
      ],
    ]),
    heading(OGC.layer[lang]),
    table(
      [OGC.layer[lang], OGC.title[lang]],
      described.layers.map(({ id, title }): Cell[] => [code(id), title]),
    ),
  ];
}

export function styles(
  all: readonly { readonly title: string; readonly links: readonly Link[] }[],
  lang: Lang,
): readonly Html[] {
  return [
    table(
      [OGC.styles[lang], OGC.links[lang]],
      all.map(({ title, links }): Cell[] => [title, link(hrefOf(links, 'stylesheet'), hrefOf(links, 'stylesheet'))]),
    ),
  ];
}

function hrefOf(links: readonly Link[], rel: string): string {
  return links.find((each) => each.rel === rel)?.href ?? '';
}
