/**
 * Figures of the subdistricts, as studies of the analysis give them: what the start page says of the city is what the
 * planners' page says, from the same streets, people and facilities.
 */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { CoverageResult, RatioResult } from '../../tiles/api/measure-results.ts';
import type { Overview, OverviewFigure } from '../../tiles/api/overview.ts';
import type { Study } from '../../tiles/api/study.ts';
import { readStored, type AnalysisEngine, type Stored } from '../analysis/index.ts';
import type { CityFigure } from '../layers/city.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import type { Database, Queryable } from '../platform/db/types.ts';
import { ApiError } from '../platform/http/errors.ts';
import { OVERVIEW } from './messages.ts';

export interface OverviewParts {
  readonly db: Database;
  /** Where layers are read, which may be a standby. */
  readonly reads: Pick<Database, 'as'>;
  readonly registry: LayerRegistry;
  readonly engine: Pick<AnalysisEngine, 'study'>;
  /** Revision of a layer's data as of now. Null where it cannot be told. */
  readonly revision: (layer: string) => Promise<number | null>;
}

/** What the figures are made of now, and a text that differs whenever any of it does. */
export interface Keyed extends Stored {
  readonly key: string;
}

/** A study of the whole city takes seconds; the first has its streets read as well. */
const TIME_LIMIT_S = 120;
const S_PER_MINUTE = 60;
const PER_PEOPLE = 1000;
const M2_PER_KM2 = 1e6;
/** Digits that a class, or a number on the screen, can depend on. */
const DIGITS = 4;

const unzip = promisify(gunzip);

export async function readKey({ registry, revision }: OverviewParts, db: Queryable): Promise<Keyed> {
  const { network, demand } = await readStored(db);
  const layers = [registry.city.roles.subdistrict ?? '', ...figuresOf(registry).map(({ layer }) => layer)];
  const revisions = await Promise.all([...new Set(layers)].map(async (layer) => [layer, await revision(layer)]));
  return { network, demand, key: JSON.stringify([network?.key, demand?.key, revisions]) };
}

/**
 * All figures that the city's file names and its data allow, and the density of people. None without people or without
 * subdistricts. Rejects as the engine does, and with `ApiError` 503 where it had too little time.
 */
export async function makeOverview({ registry, engine }: OverviewParts, stored: Keyed): Promise<Overview> {
  const { network, demand } = stored;
  const subdistricts = registry.city.roles.subdistrict;
  if (demand === null || subdistricts === undefined || registry.get(subdistricts) === undefined) return { figures: [] };
  const origin = { title: demand.title, provenance: demand.provenance };
  const figures: OverviewFigure[] = [];
  // One after the other: they run in the same process, which keeps streets and people for the next.
  for (const figure of figuresOf(registry)) {
    if (figure.kind === 'reach' && network === null) continue;
    figures.push(
      figure.kind === 'reach'
        ? await reach(engine, figure, { network: network as NonNullable<Stored['network']>, demand })
        : await rate(engine, figure, demand),
    );
  }
  const [ground, districts] = await inhabited(engine, subdistricts, demand);
  figures.push({
    id: 'people-density',
    kind: 'density',
    title: OVERVIEW.density,
    people: demand.people,
    city: rounded(overAll(ground, ({ people }) => people) / (overAll(ground, ({ areaM2 }) => areaM2) / M2_PER_KM2)),
    demand: origin,
    values: valuesOf(ground, ({ people, areaM2 }) => (areaM2 > 0 ? people / (areaM2 / M2_PER_KM2) : null)),
  });
  return {
    people: { demand: origin, district: peopleOf(districts), subdistrict: peopleOf(ground) },
    figures: figures.filter(({ values }) => Object.keys(values).length > 0),
  };
}

/** Those whose layer there is: one may be internal, or removed while the service runs. */
function figuresOf(registry: LayerRegistry): readonly CityFigure[] {
  return (registry.city.figures ?? []).filter(({ layer }) => registry.get(layer) !== undefined);
}

type Sources = { readonly [K in keyof Stored]: NonNullable<Stored[K]> };

async function reach(
  engine: OverviewParts['engine'],
  { id, title, place, minutes = 15, layer, filter }: CityFigure,
  { network, demand }: Sources,
): Promise<OverviewFigure> {
  const result = await resultOf<CoverageResult>(engine, {
    network: { stored: network.id },
    demand: { stored: demand.id },
    facilities: { layer, ...(filter === undefined ? {} : { filter }) },
    analyses: [{ kind: 'coverage', within: [minutes * S_PER_MINUTE], by: 'subdistrict' }],
  });
  return {
    id,
    kind: 'reach',
    title,
    ...(place === undefined ? {} : { place }),
    minutes,
    layer,
    people: demand.people,
    city: rounded(result.within[0]?.peopleShare ?? null),
    network: { title: network.title, provenance: network.provenance },
    demand: { title: demand.title, provenance: demand.provenance },
    values: valuesOf(result.groups ?? [], ({ people, within }) =>
      people > 0 ? (within[0]?.people ?? 0) / people : null,
    ),
  };
}

async function rate(
  engine: OverviewParts['engine'],
  { id, title, layer, filter }: CityFigure,
  demand: Sources['demand'],
): Promise<OverviewFigure> {
  const groups = await ratio(engine, { layer, ...(filter === undefined ? {} : { filter }) }, demand);
  const features = overAll(groups, (group) => group.facilities);
  const people = overAll(groups, (group) => group.people);
  return {
    id,
    kind: 'rate',
    title,
    layer,
    features,
    people: demand.people,
    city: people > 0 ? rounded((features / people) * PER_PEOPLE) : null,
    demand: { title: demand.title, provenance: demand.provenance },
    values: valuesOf(groups, (group) => group.ratio),
  };
}

type Groups = RatioResult['groups'];

async function ratio(
  engine: OverviewParts['engine'],
  facilities: NonNullable<Study['facilities']>,
  demand: Sources['demand'],
): Promise<Groups> {
  const { groups } = await resultOf<RatioResult>(engine, {
    demand: { stored: demand.id },
    facilities,
    analyses: [{ kind: 'supply', by: 'subdistrict' }],
  });
  return groups;
}

/** People and inhabited land of the subdistricts and of the districts. */
async function inhabited(
  engine: OverviewParts['engine'],
  subdistricts: string,
  demand: Sources['demand'],
): Promise<readonly [subdistricts: Groups, districts: Groups]> {
  const [small, large] = await resultsOf<RatioResult>(engine, {
    demand: { stored: demand.id },
    facilities: { layer: subdistricts },
    analyses: [
      { kind: 'supply', by: 'subdistrict' },
      { kind: 'supply', by: 'district' },
    ],
  });
  return [small?.groups ?? [], large?.groups ?? []];
}

/** The one result of a study of one analysis, whose kind decides its type. */
async function resultOf<R>(engine: OverviewParts['engine'], study: Study): Promise<R> {
  return (await resultsOf<R>(engine, study))[0] as R;
}

async function resultsOf<R>(engine: OverviewParts['engine'], study: Study): Promise<readonly R[]> {
  const { result, partial } = await engine.study({ value: study }, { timeLimitS: TIME_LIMIT_S, lane: 'short' });
  if (partial) throw new ApiError(503, 'overview-partial', OVERVIEW['overview-partial']);
  return (JSON.parse((await unzip(result)).toString()) as { readonly results: readonly R[] }).results;
}

function overAll<G extends { readonly key: string | null }>(groups: readonly G[], read: (group: G) => number): number {
  return groups.reduce((sum, group) => (group.key === null ? sum : sum + read(group)), 0);
}

function valuesOf<G extends { readonly key: string | null }>(
  groups: readonly G[],
  read: (group: G) => number | null,
): Record<string, number | null> {
  return Object.fromEntries(groups.flatMap((group) => (group.key === null ? [] : [[group.key, rounded(read(group))]])));
}

/** Whole people: areas that nobody lives in are 0, and one that the people's data do not name is left out. */
function peopleOf(groups: Groups): Record<string, number> {
  return Object.fromEntries(groups.flatMap(({ key, people }) => (key === null ? [] : [[key, Math.round(people)]])));
}

function rounded(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(DIGITS));
}
