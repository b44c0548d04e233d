import { areaM2 } from '../../../../tiles/tile/spheroid.ts';
import type { GeoJSONGeometry } from '../../../../tiles/api/wire.ts';
import { geometryErrors, geometryToWgs84, isGeometry, readSourceFile } from '../../../ingest/index.ts';
import type { Datum, LoadError, Message, SourceFeature } from '../../../ingest/index.ts';
import {
  PEOPLE_NAMES,
  readGroup,
  readPeople,
  refuse,
  refuseFile,
  type PeopleSource,
  type SourceOptions,
} from './source.ts';

export interface AreaOptions extends SourceOptions {
  readonly encoding?: string;
  /** In which the file's areas are measured. */
  readonly datum: Datum;
  /** Buildings: people on a square metre of floor, where there is no attribute of people; null where not said. */
  readonly peoplePerM2: number | null;
  /** Attribute of floors; null: by the names that files give it. */
  readonly floors: string | null;
}

/** `num_floors` is Overture Maps'. */
const FLOOR_NAMES: ReadonlySet<string> = new Set([
  'floors',
  'floor',
  'levels',
  'building:levels',
  'num_floors',
  '层数',
  '楼层',
]);
/** Errors about ids, which people do not need. */
const HARMLESS: ReadonlySet<string> = new Set<LoadError['message']>(['id-rounded', 'no-id-column']);

/**
 * People of areas and of points: each has its number, or, for buildings, footprint on the spheroid × floors × people
 * on a square metre. Throws `LoadErrors` with all errors.
 */
export async function readPeopleAreas(
  path: string,
  kind: 'buildings' | 'layer',
  options: AreaOptions,
): Promise<PeopleSource> {
  const file = await readSourceFile(path, {
    idAttribute: null,
    ...(options.encoding === undefined ? {} : { encoding: options.encoding }),
  });
  const fileErrors = file.errors.filter(({ message }) => !HARMLESS.has(message));
  if (fileErrors.length > 0) return refuse(...fileErrors);
  const attributes = findAttributes(file.features, kind, options);
  const errors: LoadError[] = [];
  let withoutFloors = 0;
  const points: PeopleSource['points'][number][] = [];
  const areas = file.features.flatMap((feature) => {
    const { geometry, properties, number } = feature;
    const isPoint = kind === 'layer' && isGeometry(geometry) && geometry.type === 'Point';
    const wrong: Message[] = geometryErrors(geometry, isPoint ? 'Point' : 'Polygon');
    const area = wrong.length === 0 && isGeometry(geometry) ? geometry : null;
    const people =
      attributes.people === null
        ? peopleOfBuilding(area, properties, attributes.floors, options)
        : readPeople(properties[attributes.people]);
    if (typeof people !== 'number') wrong.push(people);
    else if (area !== null && !isPoint && areaM2(area) === 0)
      wrong.push({ message: 'people-no-area', params: { people } });
    const groups = attributes.groups.map((attribute) => readGroup(properties[attribute]));
    wrong.push(...groups.filter((each) => typeof each !== 'number'));
    if (attributes.people === null && isEmpty(properties[attributes.floors ?? ''])) withoutFloors += 1;
    errors.push(
      ...wrong.map((message) => ({ feature: number, ...(feature.id === null ? {} : { id: feature.id }), ...message })),
    );
    if (wrong.length > 0 || area === null || typeof people !== 'number') return [];
    const landUse = attributes.landUse === null ? undefined : properties[attributes.landUse];
    const portion = {
      people,
      ...(groups.length === 0 ? {} : { groups: groups as number[] }),
      ...(isEmpty(landUse) ? {} : { landUse: String(landUse) }),
    };
    if (area.type !== 'Point') return [{ geometry: area, feature: number, ...portion }];
    const [lon = NaN, lat = NaN] = area.coordinates;
    points.push({ lon, lat, ...portion });
    return [];
  });
  if (errors.length > 0) return refuse(...errors);
  const notes: readonly Message[] =
    withoutFloors === 0 ? file.notes : [...file.notes, { message: 'floors-assumed', params: { count: withoutFloors } }];
  return { points, areas, cells: null, notes };
}

interface Attributes {
  readonly people: string | null;
  readonly floors: string | null;
  readonly landUse: string | null;
  readonly groups: readonly string[];
}

function findAttributes(
  features: readonly SourceFeature[],
  kind: 'buildings' | 'layer',
  { people, floors, landUse, peoplePerM2, groups = [] }: AreaOptions,
): Attributes {
  const met = new Set<string>();
  for (const { properties } of features) for (const name of Object.keys(properties)) met.add(name);
  const names = [...met];
  const columns = names.join(', ');
  const named = (wanted: string | null, usual: ReadonlySet<string>): string | null => {
    if (wanted === null) return names.find((name) => usual.has(name.toLowerCase())) ?? null;
    return names.includes(wanted) ? wanted : refuseFile({ message: 'no-column', params: { column: wanted, columns } });
  };
  // An import that says how many live on a square metre wants them counted so.
  const found = peoplePerM2 !== null && people === null ? null : named(people, PEOPLE_NAMES);
  if (found === null && kind === 'layer') return refuseFile({ message: 'people-column', params: { columns } });
  if (found === null && peoplePerM2 === null) return refuseFile({ message: 'per-m2-needed' });
  return {
    people: found,
    floors: named(floors, FLOOR_NAMES),
    landUse: landUse === null ? null : named(landUse, new Set()),
    groups: groups.map(({ column }) => named(column, new Set()) ?? column),
  };
}

function peopleOfBuilding(
  area: GeoJSONGeometry | null,
  properties: SourceFeature['properties'],
  attribute: string | null,
  { peoplePerM2, datum }: AreaOptions,
): number | Message {
  const value = attribute === null ? undefined : properties[attribute];
  const floors = isEmpty(value) ? 1 : Number(value);
  if (!(floors > 0) || !Number.isFinite(floors))
    return { message: 'floors-wrong', params: { value: String(value).slice(0, 60) } };
  return area === null ? 0 : areaM2(geometryToWgs84(area, datum)) * floors * (peoplePerM2 ?? 0);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
