/** Links between resources, and their relations. */
import type { Lang } from '../../tiles/i18n.ts';

/** All addresses of the standard interface begin with it. */
export const ROOT = '/ogc';

export interface Link {
  readonly href: string;
  readonly rel: string;
  readonly type?: string;
  readonly title?: string;
  readonly hreflang?: string;
  readonly templated?: true;
  /** Of what is to be sent by POST. */
  readonly method?: 'POST';
  readonly body?: object;
}

const OGC_REL = 'http://www.opengis.net/def/rel/ogc/1.0';
export const REL = {
  queryables: `${OGC_REL}/queryables`,
  sortables: `${OGC_REL}/sortables`,
  schema: `${OGC_REL}/schema`,
  vectorTilesets: `${OGC_REL}/tilesets-vector`,
  tilingScheme: `${OGC_REL}/tiling-scheme`,
  tilingSchemes: `${OGC_REL}/tiling-schemes`,
  styles: `${OGC_REL}/styles`,
} as const;

export const TYPE = {
  json: 'application/json',
  html: 'text/html',
  geojson: 'application/geo+json',
  schema: 'application/schema+json',
  openapi: 'application/vnd.oai.openapi+json;version=3.0',
  mvt: 'application/vnd.mapbox-vector-tile',
  style: 'application/vnd.mapbox.style+json',
  tilejson: 'application/json',
} as const;

/** The same resource in another format: its address with `f`. */
export function inFormat(href: string, f: string): string {
  const [path = '', query = ''] = href.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('f', f);
  return `${path}?${parameters.toString()}`;
}

/** `self`, and the other format. */
export function selfLinks(
  href: string,
  { format, type, lang }: { readonly format: 'json' | 'html'; readonly type: string; readonly lang: Lang },
): readonly Link[] {
  const both = [
    { format: 'json', type },
    { format: 'html', type: TYPE.html },
  ] as const;
  return both.map((each) => ({
    rel: each.format === format ? 'self' : 'alternate',
    type: each.type,
    hreflang: lang,
    href: inFormat(href, each.format),
  }));
}
