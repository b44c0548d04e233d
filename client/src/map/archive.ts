/** A PMTiles archive of the city's layers on some web server: tiles without a service. */
import { addProtocol, type VectorSourceSpecification } from 'maplibre-gl';

export interface Archive {
  /** Ids of the layers in it. */
  readonly layers: ReadonlySet<string>;
  readonly source: VectorSourceSpecification;
}

/** Reads an archive's header and metadata, and lets MapLibre read its tiles. The code for it is loaded on demand. */
export async function openArchive(url: string): Promise<Archive> {
  const { PMTiles, Protocol } = await import('pmtiles');
  const archive = new PMTiles(url);
  const protocol = new Protocol();
  protocol.add(archive);
  const [header, metadata] = await Promise.all([archive.getHeader(), archive.getMetadata()]);
  addProtocol('pmtiles', protocol.tile);
  return {
    layers: new Set(layerIds(metadata)),
    source: {
      type: 'vector',
      tiles: [`pmtiles://${url}/{z}/{x}/{y}`],
      minzoom: header.minZoom,
      maxzoom: header.maxZoom,
      bounds: [header.minLon, header.minLat, header.maxLon, header.maxLat],
    },
  };
}

/** Ids of the layers that the metadata describe, as every archive of vector tiles must (PMTiles 3, "vector_layers"). */
function layerIds(metadata: unknown): string[] {
  const layers: unknown = (metadata as { readonly vector_layers?: unknown } | null)?.vector_layers;
  if (!Array.isArray(layers)) return [];
  return layers.flatMap((layer: { readonly id?: unknown } | null) => (typeof layer?.id === 'string' ? [layer.id] : []));
}
