/** Where the service is: at the root of its host, or behind a path prefix. */
import type { StyleSpecification } from 'maplibre-gl';

/**
 * Path of the service without a slash at its end, empty at the root of the host. The page says it relative to itself;
 * the service writes the whole path where it knows it.
 */
export function basePathOf({ baseURI, head }: Pick<Document, 'baseURI' | 'head'>): string {
  const said = head.querySelector('meta[name="chengtu-base"]')?.getAttribute('content') ?? './';
  return new URL(said, baseURI).pathname.replace(/\/$/, '');
}

const TILES = ['/tiles/', '/basemap/'];

/**
 * A style whose tiles are asked of `base`. The service writes the address by which it was reached, which a proxy need
 * not have told it.
 *
 * @param base path of the service, or a whole address of it, without a slash at its end
 */
export function rebased(style: StyleSpecification, base: string): StyleSpecification {
  const sources = Object.entries(style.sources).map(([id, source]) => {
    if ((source.type !== 'vector' && source.type !== 'raster-dem') || source.tiles === undefined)
      return [id, source] as const;
    const tiles = source.tiles.map((address) => {
      // The last one: a prefix may have the same name.
      const at = Math.max(...TILES.map((path) => address.lastIndexOf(path)));
      return at < 0 ? address : base + address.slice(at);
    });
    return [id, { ...source, tiles }] as const;
  });
  return { ...style, sources: Object.fromEntries(sources) };
}
