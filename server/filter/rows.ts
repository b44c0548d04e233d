/** What filters look at: how rows of a kind give their values to a condition in SQL. */
import { toBox3857 } from '../../tiles/filter/cql2/geometry.ts';
import { CHINA_TIME, type Extent } from '../../tiles/filter/cql2/time.ts';
import type { ComparisonOp, Geometry, Property } from '../../tiles/filter/cql2/types.ts';
import { compareMomentText } from './moments.ts';
import type { MomentOp, RowValues } from './row-values.ts';

export type { LiteralType, MomentOp, RowValues } from './row-values.ts';

export const FLIPPED = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/**
 * Values of rows as SQL. A value that is not of its property's type counts as missing, and no expression fails whatever
 * the rows hold. The methods that may be missing give conditions that an index answers; null where there is none. Where
 * `isNegated`, such a condition must be unknown for a missing value, and not just false.
 */
export interface FilterRows {
  /** In degrees, EPSG:4326. */
  readonly geometry: string;
  /** Holds for every row whose box meets that of a geometry, and for few others. */
  meets(geometry: Geometry): string;
  /** In the collation that orders by code points, whatever the database's is. */
  text(property: Property): string;
  number(property: Property): string;
  flag(property: Property): string;
  /** An end of a date or time, in microseconds since 1970. */
  moment(property: Property, side: keyof Extent): string;
  foldCase(sql: string): string;
  foldAccents(sql: string): string;
  pattern?(property: Property): string | null;
  compare?(property: Property, op: ComparisonOp, value: string | number | boolean, isNegated: boolean): string | null;
  isAny?(property: Property, values: readonly (string | number | boolean)[], isNegated: boolean): string | null;
  compareMoment?(
    property: Property,
    side: keyof Extent,
    op: MomentOp,
    microseconds: bigint,
    isNegated: boolean,
  ): string | null;
}

/** Rows of `feature` (or of `features_as_of`), named `f`; its functions are in data/functions. */
export function featureRows(values: RowValues): FilterRows {
  const { timeZone, parameter, name, zone } = values;
  const text = (property: Property): string => {
    if (property.property === 'id') return '(f.feature_id collate "C")';
    if (property.property === 'provenance') return '(f.provenance collate "C")';
    return `(filter_text(f.attributes, ${name(property)}) collate "C")`;
  };
  const moment = (property: Property, side: keyof Extent): string =>
    timeZone === CHINA_TIME
      ? `filter_moment(${text(property)}, '${side}')`
      : `filter_moment_in(${text(property)}, '${side}', ${zone()})`;
  return {
    geometry: 'f.geom',
    meets: (geometry) => `f.geom_3857 && ${parameter(toBox3857(geometry), 'geometry')}`,
    text,
    number: (property) => `filter_number(f.attributes, ${name(property)})`,
    flag: (property) => `filter_flag(f.attributes, ${name(property)})`,
    moment,
    compareMoment: (property, side, op, microseconds, isNegated) =>
      compareMomentText(
        {
          text: `((f.attributes ->> ${name(property)}) collate "C")`,
          side,
          op,
          microseconds,
          isNegated,
          known: (call) => knownSpelling(call, property, values),
          otherwise: (at) => `${moment(property, side)} ${op} ${at}`,
        },
        values,
      ),
    foldCase: (sql) => `filter_fold_case(${sql})`,
    foldAccents: (sql) => `filter_fold_accents(${sql})`,
  };
}

/** What a function makes of the one spelling that all features of the layer have; null where nobody knows it. */
function knownSpelling(
  call: (spelling: string) => string,
  property: Property,
  { layer, parameter, name }: RowValues,
): string | null {
  if (layer === undefined) return null;
  const its = `layer_time.layer_id = ${parameter(layer, 'text')} and layer_time.attribute = ${name(property)}`;
  return `(select ${call('layer_time.spelling')} from layer_time where ${its})`;
}
