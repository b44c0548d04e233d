import { createHash } from 'node:crypto';
import type { CoverageRequest } from '../../../tiles/api/coverage.ts';
import type { Standard } from '../../../tiles/api/standard.ts';
import type { Cql2 } from '../../../tiles/filter/cql2/types.ts';
import { PROVENANCES, type LayerDefinition, type Provenance } from '../../../tiles/layer/layer.ts';
import { polygonsOf } from '../../../tiles/tile/spheroid.ts';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import type { LayerLookup } from '../../layers/registry.ts';
import { withFilter } from '../../filter/filters.ts';
import { onlyRow, readNumber, readText } from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Database } from '../../platform/db/types.ts';
import { readFilterText } from '../../filter/filters.ts';
import { STUDY } from '../study/messages.ts';
import { API } from '../../platform/messages/api.ts';
import { nearMatches } from '../../platform/text/near-matches.ts';
import { demandKey, loadDemand } from '../demand/store.ts';
import { AnalysisError } from '../errors.ts';
import { CoverageKeyReader, type KnownRevisions } from './coverage-keys.ts';
import type { CoverageKeys, Fetch } from './protocol.ts';
import type { AreaSet } from '../measures/types.ts';
import { listNetworks, loadGraph } from '../network/store.ts';
import type { FeatureQuery, Features, Versioned, Sources } from './sources.ts';
import { loadStandards } from '../standards/load.ts';
import type { Demand, Graph } from '../types.ts';

const FEATURES = loadSql('analysis/sql/features');
const AREAS = loadSql('analysis/sql/areas');
const REVISION = loadSql('analysis/sql/revision');

/** Of networks and demands each. A comparison of cities has two or three. */
const KEPT = 3;

type FeatureRow = readonly [id: string, lon: number, lat: number, provenance: string, values: readonly unknown[]];

/** Stored data from the database. The last networks and demands are kept in memory that threads share. */
export class StoredSources implements Sources {
  readonly #db: Database;
  readonly #registry: LayerLookup;
  readonly #home: string;
  readonly #kept = new Map<string, Promise<Versioned<unknown>>>();
  readonly #coverageKeys: CoverageKeyReader;

  /** `known`: revisions that need not be asked for. */
  constructor(db: Database, registry: LayerLookup, home: string, known: KnownRevisions | null = null) {
    this.#db = db;
    this.#coverageKeys = new CoverageKeyReader(db, known);
    this.#registry = registry;
    this.#home = home;
  }

  /** Answers a thread. */
  async fetch(fetch: Fetch): Promise<Versioned<unknown>> {
    const { at, known } = fetch;
    switch (fetch.kind) {
      case 'network':
        return unlessKnown(await this.network(fetch.id, at), known);
      case 'demand':
        return unlessKnown(await this.demand(fetch.id, at), known);
      case 'areas':
        return known === (await this.#revision(fetch.id, at)) ? same(known) : this.areas(fetch.id, at);
      case 'standard':
        return this.standard(fetch.id, at);
      case 'water':
        return known !== null && known === (await this.#waterKey()) ? same(known) : this.water();
      case 'features':
        return known === (await this.#revision(fetch.query.layer, at)) ? same(known) : this.features(fetch.query, at);
    }
  }

  async network(id: string, at: string): Promise<Versioned<Graph>> {
    const key = await this.#networkKey(id);
    return this.#keep(`network ${id}`, key, at, async () => {
      const graph = await loadGraph(this.#db, this.#home, id);
      return { key: graph.meta.key, hash: graph.meta.key, value: graph };
    });
  }

  async demand(id: string, at: string): Promise<Versioned<Demand>> {
    const key = await demandKey(this.#db, id);
    return this.#keep(`demand ${id}`, key, at, async () => {
      const demand = await loadDemand(this.#db, id);
      return { key: demand.meta.key, hash: demand.meta.key, value: demand };
    });
  }

  async features(query: FeatureQuery, at: string): Promise<Versioned<Features>> {
    const layer = this.#layer(query.layer, `${at}/layer`);
    const filter = readFilter(query.filter, layer, `${at}/filter`);
    const wanted = [
      ...new Set([...(query.capacity === undefined ? [] : [query.capacity]), ...(query.attributes ?? [])]),
    ];
    wanted.forEach((attribute) => checkNumeric(layer, attribute, `${at}/capacity`));
    const places = [attributeOf(layer, 'district'), attributeOf(layer, 'street')];
    const { sql, params } = withFilter(FEATURES, [layer.id, [...places, ...wanted]], filter, layer);
    const row = onlyRow(await this.#db.query(sql, params));
    const text = readText(row, 'features');
    // The statement's head promises this shape.
    const rows = JSON.parse(text) as readonly FeatureRow[];
    const numbers = (index: number): Float64Array =>
      Float64Array.from(rows, ({ 4: values }) => numberOf(values[index + places.length]));
    const texts = (index: number): readonly (string | null)[] => rows.map(({ 4: values }) => textOf(values[index]));
    const columns = Object.fromEntries(wanted.map((attribute, index) => [attribute, numbers(index)]));
    return {
      key: revisionOf(row),
      hash: hashOf(text),
      value: {
        layer: layer.id,
        title: layer.title,
        arePoints: layer.geometry === 'Point',
        ids: rows.map(([id]) => id),
        lonLat: Float64Array.from(rows.flatMap(([, lon, lat]) => [lon, lat])),
        capacity: query.capacity === undefined ? null : (columns[query.capacity] ?? null),
        district: texts(0),
        street: texts(1),
        attributes: columns,
        provenances: byFrequency(rows.map(({ 3: provenance }) => provenance)),
      },
    };
  }

  async areas(id: string, at: string): Promise<Versioned<AreaSet>> {
    const layer = this.#layer(id, at);
    if (layer.geometry !== 'Polygon')
      throw new AnalysisError('layer-not-areas', STUDY['layer-not-areas'], { layer: id }, { at });
    const row = onlyRow(await this.#db.query(AREAS, [id]));
    const text = readText(row, 'areas');
    const rows = JSON.parse(text) as readonly (readonly [id: string, geometry: GeoJSONGeometry])[];
    return {
      key: revisionOf(row),
      hash: hashOf(text),
      value: { ids: rows.map(([each]) => each), geometries: rows.map(([, geometry]) => geometry) },
    };
  }

  async standard(id: string, at: string): Promise<Versioned<Standard>> {
    const standards = await loadStandards(this.#registry);
    const standard = standards.find((each) => each.id === id);
    if (standard === undefined)
      throw new AnalysisError(
        'unknown-standard',
        STUDY['unknown-standard'],
        { id, choices: standards.map((each) => each.id).join(', ') },
        { at },
      );
    const hash = hashOf(JSON.stringify(standard));
    return { key: hash, hash, value: standard };
  }

  async water(): Promise<Versioned<GeoJSONGeometry | null>> {
    // Nobody walks over it.
    const sea = this.#registry.playing('sea');
    if (sea === undefined) return { key: 'none', hash: 'none', value: null };
    const {
      key,
      hash,
      value: { geometries },
    } = await this.areas(sea.id, '');
    return {
      key,
      hash,
      value:
        geometries.length === 0
          ? null
          : {
              type: 'MultiPolygon',
              coordinates: geometries
                .flatMap(polygonsOf)
                .map((rings) => rings.map((ring) => ring.map((position) => [...position]))),
            },
    };
  }

  async #waterKey(): Promise<string> {
    const sea = this.#registry.playing('sea');
    return sea === undefined ? 'none' : this.#revision(sea.id, '');
  }

  /** Names of the data that a coverage would be computed from. What there is not has no name, and fails when read. */
  async coverageKeys(request: CoverageRequest): Promise<CoverageKeys> {
    this.#layer(request.facilities.layer, '/facilities/layer');
    return this.#coverageKeys.read(request);
  }

  async #networkKey(id: string): Promise<string | null> {
    const [network] = await listNetworks(this.#db, id);
    return network?.meta.key ?? null;
  }

  async #revision(id: string, at: string): Promise<string> {
    const layer = this.#layer(id, at);
    const [row] = await this.#db.query(REVISION, [layer.id]);
    return row === undefined ? '0' : revisionOf(row);
  }

  #layer(id: string, at: string): LayerDefinition {
    const known = this.#registry.get(id);
    if (known !== undefined) return known;
    const near = nearMatches(
      id,
      this.#registry.list.map((each) => each.id),
    );
    throw near.length > 0
      ? new AnalysisError('unknown-layer', API['unknown-layer-near'], { layer: id, near: near.join(', ') }, { at })
      : new AnalysisError('unknown-layer', API['unknown-layer'], { layer: id }, { at });
  }

  async #keep<T>(
    name: string,
    key: string | null,
    at: string,
    read: () => Promise<Versioned<T>>,
  ): Promise<Versioned<T>> {
    const known = this.#kept.get(name);
    const found = known === undefined ? null : await known.catch(() => null);
    // Kept by its kind and id, so what is there is of this type.
    if (found !== null && found.key === key) return found as Versioned<T>;
    const made = moved(read(), at);
    this.#kept.delete(name);
    this.#kept.set(name, made);
    made.catch(() => {
      if (this.#kept.get(name) === made) this.#kept.delete(name);
    });
    const alike = [...this.#kept.keys()].filter((each) => each.split(' ')[0] === name.split(' ')[0]);
    for (const oldest of alike.slice(0, -KEPT)) this.#kept.delete(oldest);
    return made;
  }
}

/** An error in what was read, at the place that asked for it. */
async function moved<T>(reading: Promise<T>, at: string): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw error instanceof AnalysisError ? error.movedTo(at) : error;
  }
}

/** What the thread knows still holds: nothing that was read has an empty hash. */
function same(key: string): Versioned<unknown> {
  return { key, hash: '', value: null };
}

function unlessKnown(keyed: Versioned<unknown>, known: string | null): Versioned<unknown> {
  return keyed.key === known ? same(known) : keyed;
}

function readFilter(filter: string | undefined, layer: LayerDefinition, at: string): Cql2 | null {
  if (filter === undefined) return null;
  const read = readFilterText(filter, layer);
  if ('filter' in read) return read.filter;
  throw new AnalysisError('bad-filter', read.problem.text, read.problem.values, { at });
}

function checkNumeric(layer: LayerDefinition, attribute: string, at: string): void {
  const found = Object.hasOwn(layer.attributes, attribute) ? layer.attributes[attribute] : undefined;
  if (found?.type === 'integer' || found?.type === 'number') return;
  const choices = numericAttributes(layer);
  throw choices.length > 0
    ? new AnalysisError(
        'bad-capacity',
        STUDY['bad-capacity'],
        { layer: layer.id, attribute, choices: choices.join(', ') },
        { at },
      )
    : new AnalysisError('bad-capacity', STUDY['bad-capacity-none'], { layer: layer.id, attribute }, { at });
}

/** Attributes that can be a capacity. */
export function numericAttributes(layer: LayerDefinition): string[] {
  return Object.entries(layer.attributes)
    .filter(([, { type }]) => type === 'integer' || type === 'number')
    .map(([name]) => name);
}

/** Name of the attribute that holds the code of the district or street; of none where there is none. */
function attributeOf(layer: LayerDefinition, format: 'district' | 'street'): string {
  return Object.entries(layer.attributes).find(([, attribute]) => attribute.format === format)?.[0] ?? '';
}

function revisionOf(row: Parameters<typeof readNumber>[0]): string {
  return row.revision === null ? '0' : String(readNumber(row, 'revision'));
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : NaN;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function byFrequency(values: readonly string[]): Provenance[] {
  const counts = PROVENANCES.map((provenance) => ({
    provenance,
    count: values.filter((each) => each === provenance).length,
  }));
  return counts
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ provenance }) => provenance);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
