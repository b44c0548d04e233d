/** A file of people as it was read, before it becomes a demand. */
import { LoadErrors } from '../../../ingest/index.ts';
import type { LoadError, Message } from '../../../ingest/index.ts';
import type { GeoJSONGeometry } from '../../../../tiles/api/wire.ts';

export const IMPORT_KINDS = ['csv', 'raster', 'buildings', 'layer'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

interface Portion {
  readonly people: number;
  /** People by group, in the order of the options; absent where none are asked for. */
  readonly groups?: readonly number[];
  readonly landUse?: string;
}

/** Places and areas in the file's datum. */
export interface PeopleSource {
  readonly points: readonly (Portion & { readonly lon: number; readonly lat: number })[];
  /** `feature`: its place in the file, for errors. */
  readonly areas: readonly (Portion & { readonly geometry: GeoJSONGeometry; readonly feature: number })[];
  readonly cells: { readonly resolution: number; readonly list: readonly (Portion & { readonly id: string })[] } | null;
  readonly notes: readonly Message[];
}

export interface SourceOptions {
  /** Name of the column or attribute; null: by the names that files give it. */
  readonly people: string | null;
  /** Column or attribute of land use; null for none. */
  readonly landUse: string | null;
  /** Groups of people that have columns or attributes of their own. Default: none. */
  readonly groups?: readonly GroupColumn[];
}

/** A group of people, and the column or attribute that counts it. */
export interface GroupColumn {
  readonly name: string;
  readonly column: string;
}

/** Names that columns of people have. */
export const PEOPLE_NAMES: ReadonlySet<string> = new Set([
  'people',
  'population',
  'pop',
  'residents',
  '人口',
  '人数',
  '常住人口',
]);
export const H3_NAMES: ReadonlySet<string> = new Set(['h3', 'h3_id', 'h3_index', 'h3index', 'hex', 'hex_id']);

/** Reads a number of people, or says what is wrong with it. */
export function readPeople(value: unknown): number | Message {
  if (value === null || value === undefined || value === '') return { message: 'people-missing' };
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  if (!Number.isFinite(number)) return { message: 'people-not-number', params: { value: textOf(value).slice(0, 60) } };
  return number < 0 ? { message: 'people-negative', params: { value: number } } : number;
}

/** As `readPeople`, of a group: 0 where there is no number. */
export function readGroup(value: unknown): number | Message {
  return value === null || value === undefined || value === '' ? 0 : readPeople(value);
}

/** The file with the people of one group, by its number, in place of everybody. */
export function sourceOfGroup({ points, areas, cells, notes }: PeopleSource, group: number): PeopleSource {
  const of = <P extends Portion>(portion: P): P => ({ ...portion, people: portion.groups?.[group] ?? 0 });
  return {
    points: points.map(of),
    areas: areas.map(of),
    cells: cells === null ? null : { ...cells, list: cells.list.map(of) },
    notes,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

export function refuse(...errors: readonly LoadError[]): never {
  throw new LoadErrors(errors, 'people');
}

/** One error of the file as a whole. */
export function refuseFile(message: Message): never {
  return refuse({ feature: 0, ...message });
}
