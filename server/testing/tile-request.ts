import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { TileCoord } from '../../tiles/tile/tile.ts';
import { FEATURE_TABLE } from '../layers/feature-table-source.ts';
import type { LayerSelection } from '../layers/source.ts';
import type { TileRequest } from '../tiles/request.ts';

/** A tile of layers of the table of features: whole and as they are now, where `more` does not say otherwise. */
export function tileRequest(
  layers: readonly LayerDefinition[],
  tile: TileCoord,
  {
    layers: selections,
    ...more
  }: Partial<Omit<TileRequest, 'layers'>> & {
    readonly layers?: readonly LayerSelection[];
  } = {},
): TileRequest {
  const selected = selections ?? layers.map((layer) => ({ layer, filter: null, properties: null }));
  return {
    matrixSet: 'WebMercatorQuad',
    tile,
    asOf: null,
    layers: selected.map((each) => ({ source: FEATURE_TABLE, ...each })),
    names: selected.map(({ layer }) => layer.id),
    version: 0,
    key: `${tile.z}/${tile.x}/${tile.y}/${layers.map(({ id }) => id).join()}`,
    ...more,
  };
}
