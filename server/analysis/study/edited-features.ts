/** What a study's edits make of the features of a layer, for analyses that read the layer themselves. */
import type { ScenarioEdit, Study } from '../../../tiles/api/study.ts';
import { evaluateCql2, type Truth } from '../../../tiles/filter/cql2/evaluate.ts';
import { parseCql2Text } from '../../../tiles/filter/cql2/parse-text.ts';
import type { Queryables } from '../../../tiles/filter/cql2/queryables.ts';
import { isComparison, isProperty, type Cql2, type Scalar } from '../../../tiles/filter/cql2/types.ts';
import type { Features, LayerChoice } from '../engine/sources.ts';

/** Edits of a study that has its facilities from a layer. */
export interface LayerEdits {
  readonly of: LayerChoice;
  readonly edits: readonly ScenarioEdit[];
}

/** Null where a study edits nothing, or facilities that are no layer's. */
export function layerEdits({ facilities, edits = [] }: Pick<Study, 'facilities' | 'edits'>): LayerEdits | null {
  return edits.length === 0 || facilities === undefined || !('layer' in facilities) ? null : { of: facilities, edits };
}

export interface EditedFeatures {
  readonly features: Features;
  /** Of the edits, those that these features know. */
  readonly counts: Readonly<Record<ScenarioEdit['kind'], number>>;
}

interface Place {
  /** Index of the feature; -1 for one that an edit has added. */
  readonly from: number;
  readonly lon: number;
  readonly lat: number;
  readonly isMoved: boolean;
  readonly capacity: number;
}

/**
 * The features after the edits: moved ones in their place of the list, added ones last. Of an added one nothing is
 * known but its place and its capacity. `takesAdded`: whether these features are of its kind. Edits of features that
 * are not here, as of a part of the layer, change nothing.
 */
export function editedFeatures(features: Features, { of, edits }: LayerEdits, takesAdded: boolean): EditedFeatures {
  const places = new Map<string, Place>(
    features.ids.map((id, from) => [
      id,
      {
        from,
        lon: features.lonLat[2 * from] as number,
        lat: features.lonLat[2 * from + 1] as number,
        isMoved: false,
        capacity: NaN,
      },
    ]),
  );
  for (const edit of edits) {
    const known = places.get(edit.id);
    if (edit.kind === 'add') {
      const { id, lon, lat, capacity = NaN } = edit;
      if (takesAdded) places.set(id, { from: -1, lon, lat, isMoved: true, capacity });
    } else if (known !== undefined) {
      if (edit.kind === 'remove') places.delete(edit.id);
      else places.set(edit.id, { ...known, lon: edit.lon, lat: edit.lat, isMoved: true });
    }
  }
  const kept = [...places.values()];
  const column = (values: Float64Array, name: string): Float64Array =>
    Float64Array.from(kept, ({ from, capacity }) =>
      from >= 0 ? (values[from] as number) : name === of.capacity ? capacity : NaN,
    );
  const columns = (of: Features['attributes']): Features['attributes'] =>
    Object.fromEntries(Object.entries(of).map(([name, values]) => [name, column(values, name)]));
  // It may now stand in another district.
  const names = (values: readonly (string | null)[]): (string | null)[] =>
    kept.map(({ from, isMoved }) => (isMoved ? null : (values[from] ?? null)));
  const original = kept.filter(({ from }) => from >= 0);
  return {
    features: {
      ...features,
      ids: [...places.keys()],
      lonLat: Float64Array.from(kept.flatMap(({ lon, lat }) => [lon, lat])),
      capacity: features.capacity === null ? null : column(features.capacity, of.capacity ?? ''),
      cost: features.cost === null ? null : column(features.cost, ''),
      district: names(features.district),
      subdistrict: names(features.subdistrict),
      attributes: columns(features.attributes),
      shares: columns(features.shares),
    },
    counts: {
      add: kept.length - original.length,
      move: original.filter(({ isMoved }) => isMoved).length,
      remove: features.ids.length - original.length,
    },
  };
}

/** Kinds of facility that a filter may mean: more are not gone through. */
const MOST_KINDS = 64;

/**
 * Whether facilities that one filter chooses are chosen by another: true, false, or null where the filters do not tell.
 * A filter says of its facilities what it asks for by = and IN, joined by AND.
 */
export function isChosenBy(filter: string | undefined, by: string | undefined): Truth {
  if (by === undefined) return true;
  if (filter === undefined) return null;
  if (filter === by) return true;
  try {
    const asked = parseCql2Text(by);
    const kinds = kindsOf(parseCql2Text(filter));
    const truths = new Set(kinds.map((attributes) => evaluateCql2(asked, plain(attributes), queryables(attributes))));
    const [only = null] = truths;
    return truths.size === 1 ? only : null;
  } catch {
    // CQL2 as JSON, or a filter that only the database evaluates.
    return null;
  }
}

type Attributes = Readonly<Record<string, string | number | boolean>>;

function kindsOf(filter: Cql2): readonly Attributes[] {
  if (typeof filter === 'boolean') return [{}];
  if (isComparison(filter)) {
    const [property, value] = filter.args;
    return filter.op === '=' ? valuesOf(property, [value]) : [{}];
  }
  if (filter.op === 'in') return valuesOf(filter.args[0], filter.args[1]);
  if (filter.op !== 'and') return [{}];
  return filter.args.reduce<readonly Attributes[]>(
    (kinds, each) => {
      const more = kindsOf(each);
      return kinds.length * more.length > MOST_KINDS
        ? kinds
        : kinds.flatMap((kind) => more.map((values) => ({ ...kind, ...values })));
    },
    [{}],
  );
}

function valuesOf(of: Scalar, values: readonly Scalar[]): readonly Attributes[] {
  const plainValues = values.filter((value) => typeof value !== 'object');
  return !isProperty(of) || plainValues.length < values.length || values.length > MOST_KINDS
    ? [{}]
    : plainValues.map((value) => ({ [of.property]: value }));
}

function plain(attributes: Attributes): Parameters<typeof evaluateCql2>[1] {
  return { id: '', provenance: '', attributes };
}

function queryables(attributes: Attributes): Queryables {
  return new Map(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'string',
    ]),
  );
}
