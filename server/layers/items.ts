import type { AttributeValue, Provenance } from '../../tiles/layer/layer.ts';
import { PROVENANCES } from '../../tiles/layer/layer.ts';
import type { GeoJSONGeometry, Item } from '../../tiles/api/wire.ts';
import { readDate, readNumber, readText, UnexpectedColumn } from '../platform/db/rows.ts';
import type { Row } from '../platform/db/types.ts';

/** A feature from the columns that `item.sql` and `nearby.sql` share. */
export function readItem(row: Row): Item {
  return {
    type: 'Feature',
    id: readText(row, 'feature_id'),
    bbox: [readNumber(row, 'west'), readNumber(row, 'south'), readNumber(row, 'east'), readNumber(row, 'north')],
    // ST_AsGeoJSON writes what the type says; the layer's own check kept collections out.
    geometry: JSON.parse(readText(row, 'geometry')) as GeoJSONGeometry,
    properties: JSON.parse(readText(row, 'attributes')) as Record<string, AttributeValue>,
    layer: readText(row, 'layer_id'),
    provenance: readProvenance(row),
    owner: readText(row, 'owner'),
    updatedAt: readDate(row, 'valid_from').toISOString(),
  };
}

function readProvenance(row: Row): Provenance {
  const value = readText(row, 'provenance');
  const provenance = PROVENANCES.find((each) => each === value);
  if (!provenance) throw new UnexpectedColumn('provenance', `one of ${PROVENANCES.join(', ')}`, value);
  return provenance;
}
