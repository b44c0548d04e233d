/** Features of a layer with a numeric attribute: people of areas, or values of a statistic. */
import { demandOfAreas } from '../demand/areas.ts';
import { DEMAND } from '../demand/messages.ts';
import { escapePointer } from '../../platform/text/json-pointer.ts';
import { AnalysisError } from '../errors.ts';
import type { Features, LayerChoice, Sources, Versioned } from '../engine/sources.ts';
import { MEASURES } from '../measures/messages.ts';
import type { AreaSet, ValuedFeatures } from '../measures/types.ts';
import type { Demand } from '../types.ts';

interface AttributeChoice {
  readonly layer: string;
  readonly attribute: string;
  readonly filter?: string;
}

/** Rejects with `AnalysisError`. `at` names the choice, and `property` what names the attribute in it. */
function readAttribute(
  sources: Sources,
  { layer, attribute, filter }: AttributeChoice,
  at: string,
  property: string,
): Promise<Versioned<Features>> {
  const query = { layer, attributes: [attribute], attributesAt: property };
  return sources.features({ ...query, ...(filter === undefined ? {} : { filter }) }, at);
}

/** Geometry of each feature by its id. */
function geometriesOf({ ids, geometries }: AreaSet): ReadonlyMap<string, AreaSet['geometries'][number]> {
  return new Map(ids.map((id, index) => [id, geometries[index] as AreaSet['geometries'][number]]));
}

/** Areas of a layer and their people. Rejects with `AnalysisError`. */
export async function demandOfLayer(
  sources: Sources,
  choice: {
    readonly layer: string;
    readonly people: string;
    readonly groups?: Readonly<Record<string, string>>;
    readonly filter?: string;
  },
): Promise<Versioned<Demand>> {
  const at = '/demand';
  const areas = await sources.areas(choice.layer, `${at}/layer`);
  const { hash, key, value } = await readAttribute(sources, { ...choice, attribute: choice.people }, at, 'people');
  const geometry = geometriesOf(areas.value);
  const people = value.attributes[choice.people];
  const groups = await readGroups(sources, choice, at);
  const found = value.ids.flatMap((id, index) => {
    const own = geometry.get(id);
    const [district, subdistrict] = [value.district[index] ?? null, value.subdistrict[index] ?? null];
    return own === undefined
      ? []
      : [
          {
            id,
            geometry: own,
            people: people?.[index] ?? NaN,
            ...(groups.byId === null ? {} : { groups: Object.fromEntries(groups.byId.get(id) ?? []) }),
            ...(district === null ? {} : { district }),
            ...(subdistrict === null ? {} : { subdistrict }),
          },
        ];
  });
  const demand = demandOfAreas(
    found,
    { id: value.layer, title: value.title, provenance: value.provenances[0] ?? 'imported', source: value.title },
    at,
  );
  return { key, hash: [hash, areas.hash, ...groups.hashes].join(' '), value: demand };
}

interface LayerGroups {
  /** People by group, by feature; null where no groups are asked for. */
  readonly byId: ReadonlyMap<string, readonly (readonly [name: string, people: number])[]> | null;
  readonly hashes: readonly string[];
}

async function readGroups(
  sources: Sources,
  { layer, filter, groups }: Pick<Parameters<typeof demandOfLayer>[1], 'layer' | 'filter' | 'groups'>,
  at: string,
): Promise<LayerGroups> {
  if (groups === undefined) return { byId: null, hashes: [] };
  const byId = new Map<string, (readonly [string, number])[]>();
  const hashes: string[] = [];
  for (const [name, attribute] of Object.entries(groups)) {
    const place = `groups/${escapePointer(name)}`;
    const query = { layer, attribute, ...(filter === undefined ? {} : { filter }) };
    const { hash, value } = await readAttribute(sources, query, at, place);
    hashes.push(hash);
    for (const [index, id] of value.ids.entries()) {
      const people = value.attributes[attribute]?.[index] ?? NaN;
      if (people < 0)
        throw new AnalysisError(
          'group-wrong',
          DEMAND['group-wrong'],
          { id, name, value: String(people) },
          { at: `${at}/${place}` },
        );
      byId.set(id, [...(byId.get(id) ?? []), [name, Number.isNaN(people) ? 0 : people]]);
    }
  }
  return { byId, hashes };
}

/** Features of a layer that have a number; those without are left out. Rejects with `AnalysisError`. */
export async function valuesOfLayer(
  sources: Sources,
  choice: { readonly layer: string; readonly value: string; readonly filter?: string },
  at: string,
): Promise<{ readonly features: Features; readonly valued: ValuedFeatures }> {
  const { value: features } = await readAttribute(sources, { ...choice, attribute: choice.value }, at, 'value');
  const geometry = features.arePoints ? null : geometriesOf((await sources.areas(choice.layer, `${at}/layer`)).value);
  const numbers = features.attributes[choice.value] ?? new Float64Array(0);
  const which = [...features.ids.keys()].filter(
    (index) => Number.isFinite(numbers[index]) && geometry?.has(features.ids[index] as string) !== false,
  );
  if (which.length === 0)
    throw new AnalysisError(
      'no-values',
      MEASURES['no-values'],
      { layer: choice.layer, attribute: choice.value },
      { at: `${at}/value` },
    );
  const ids = which.map((index) => features.ids[index] as string);
  return {
    features,
    valued: {
      ids,
      values: Float64Array.from(which, (index) => numbers[index] as number),
      lonLat: Float64Array.from(which.flatMap((index) => [...features.lonLat.subarray(2 * index, 2 * index + 2)])),
      geometries: geometry === null ? null : ids.flatMap((id) => geometry.get(id) ?? []),
    },
  };
}

/**
 * Numbers of an attribute by facility, NaN where one has none, as those have that edits add. Rejects with
 * `AnalysisError`. `at` is the request that names the attribute.
 */
export async function facilityAttribute(
  sources: Sources,
  { layer, filter }: LayerChoice,
  { ids, attribute, at }: { readonly ids: readonly string[]; readonly attribute: string; readonly at: string },
): Promise<Float64Array> {
  const query = { layer, attribute, ...(filter === undefined ? {} : { filter }) };
  const { value } = await readAttribute(sources, query, at, 'attribute');
  const numbers = value.attributes[attribute];
  const byId = new Map(value.ids.map((id, index) => [id, numbers?.[index] ?? NaN]));
  return Float64Array.from(ids, (id) => byId.get(id) ?? NaN);
}
