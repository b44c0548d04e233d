import type { Cql2 } from '../../../tiles/filter/cql2/types.ts';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import { withFilter } from '../../filter/filters.ts';
import { onlyRow, readText } from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Session } from '../../platform/db/types.ts';
import type { ColumnsPart } from '../source.ts';

const COLUMNS = loadSql('layers/sql/columns');
/** A filter may turn away all rows of a layer, which takes longer than a part does. */
const CHOSEN = { text: COLUMNS.text.replace('{filter}', '{in_time} and {filter}') };

/** Features read at a time, some ten milliseconds of work: a point on a line or an area takes longer to find. */
const PART_ROWS = { Point: 5000, LineString: 1000, Polygon: 500 } as const;

type FeatureRow = readonly [id: string, lon: number, lat: number, values: readonly unknown[]];

/** A whole layer by column, in the order of ids; lines and areas stand at a point on them. */
export function readColumns(
  db: Session,
  layer: LayerDefinition,
  properties: readonly string[],
  take: (part: ColumnsPart) => void,
  filter: Cql2 | null = null,
): Promise<void> {
  const rows = PART_ROWS[layer.geometry];
  return db.snapshot(async (snapshot) => {
    let after = '';
    for (let count: number = rows; count === rows; ) {
      const params = [layer.id, properties, after, rows];
      const part = withFilter(filter === null ? COLUMNS : CHOSEN, params, filter, layer);
      const row = onlyRow(await snapshot.query(part.sql, part.params, { kind: 'columns' }));
      // The statement's head promises this shape.
      const features = JSON.parse(readText(row, 'features')) as readonly FeatureRow[];
      take({
        ids: features.map(([id]) => id),
        lon: features.map(([, lon]) => lon),
        lat: features.map(([, , lat]) => lat),
        columns: properties.map((_, index) => features.map(([, , , values]) => values[index])),
      });
      after = features.at(-1)?.[0] ?? after;
      count = features.length;
    }
  });
}
