import type { Standard } from '../../../tiles/api/standard.ts';
import type { TravelProfile } from '../../../tiles/api/travel-profile.ts';
import { polygonsOf } from '../../../tiles/tile/spheroid.ts';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import type { LayerLookup } from '../../layers/registry.ts';
import type { LayerSource } from '../../layers/source.ts';
import { PUBLIC } from '../../platform/auth/principal.ts';
import { withOptions } from '../../platform/db/connections.ts';
import { QueryCancelled } from '../../platform/db/errors.ts';
import { onlyRow, readTextOrNull } from '../../platform/db/rows.ts';
import { SharedWork } from '../../platform/db/shared-work.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Database, Queryable } from '../../platform/db/types.ts';
import { STUDY } from '../study/messages.ts';
import { demandKey, loadDemand } from '../demand/store.ts';
import { AnalysisError } from '../errors.ts';
import { arrayBytes, type CacheSize } from './caches.ts';
import { CoverageKeyFollower, type KeyedNames } from './coverage-keys.ts';
import { hashOf, layerOf, readFeatures, revisionOf } from './features.ts';
import type { CoverageKeys, CoverageNames, Fetch } from './protocol.ts';
import type { AreaSet } from '../measures/types.ts';
import { isUsualNetwork, listNetworks, loadGraph, networkKey, usualFirst } from '../network/store.ts';
import type { FeatureQuery, Features, Versioned, Sources } from './sources.ts';
import { PROFILES } from '../network/profiles.ts';
import { loadStandards } from '../standards/load.ts';
import { loadTransit, transitKeyOf } from '../transit/store.ts';
import type { Transit } from '../transit/types.ts';
import type { Demand, Graph } from '../types.ts';

const REVISION = loadSql('analysis/sql/revision');
const KEYS = loadSql('analysis/sql/keys');

/** Of networks and demands each. A comparison of cities has two or three. */
const KEPT = 3;

/** Where the service's own layers are read: a database, or standbys that may be behind it. */
export interface LayerReads extends Pick<Database, 'as'> {
  /** Nothing older of a layer is read from now on. */
  readonly noteRevision?: (layer: string, revision: number) => void;
}

/** Revisions that another part of the service reads all the time, such as the change poller. */
export interface KnownRevisions {
  /** A revision that was read stays valid for this long: the service's promise to readers after a commit. */
  readonly freshMs: number;
  /** Null where it is not known, or was read too long ago. */
  revision(layer: string): number | null;
}

interface Kept {
  readonly reading: SharedWork<Versioned<unknown>>;
  /** Of its arrays; 0 until it is read. */
  bytes: number;
}

/** Stored data from the database. The last networks, demands and timetables are kept. */
export class StoredSources implements Sources {
  readonly #db: Database;
  readonly #reads: LayerReads;
  readonly #registry: LayerLookup;
  readonly #home: string;
  readonly #kept = new Map<string, Kept>();
  readonly #revisions: KnownRevisions | null;
  readonly #keys: CoverageKeyFollower;

  /** `revisions`: revisions that the database need not be asked for. */
  constructor(
    db: Database,
    registry: LayerLookup,
    home: string,
    { revisions = null, reads = db }: { readonly revisions?: KnownRevisions | null; readonly reads?: LayerReads } = {},
  ) {
    this.#db = db;
    this.#reads = reads;
    this.#revisions = revisions;
    this.#registry = registry;
    this.#home = home;
    this.#keys = new CoverageKeyFollower(this.#readKeys.bind(this), revisions?.freshMs ?? 0);
  }

  /** Reads nothing more by itself. */
  close(): void {
    this.#keys.close();
  }

  /** How much is kept, shared memory included. */
  get size(): CacheSize {
    const kept = [...this.#kept.values()];
    return { entries: kept.length, bytes: kept.reduce((sum, { bytes }) => sum + bytes, 0) };
  }

  /** Answers a thread. Rejects with `QueryCancelled` when nobody waits for its work any more. */
  async fetch(fetch: Fetch, signal?: AbortSignal): Promise<Versioned<unknown>> {
    const { at, known } = fetch;
    switch (fetch.kind) {
      case 'network':
        return unlessKnown(await this.network(fetch.id, at, signal), known);
      case 'demand':
        return unlessKnown(await this.demand(fetch.id, at, signal), known);
      case 'transit':
        return unlessKnown(await this.transit(fetch.id, at, signal), known);
      case 'areas':
        return known === (await this.#revision(fetch.id, at, signal)) ? same(known) : this.areas(fetch.id, at, signal);
      case 'standard':
        return this.standard(fetch.id, at);
      case 'profile':
        return this.profile(fetch.id, at);
      case 'water':
        return known !== null && known === (await this.#waterKey(signal)) ? same(known) : this.water(signal);
      case 'features': {
        const { query } = fetch;
        return known === (await this.#revision(query.layer, at, signal))
          ? same(known)
          : this.features(query, at, signal);
      }
    }
  }

  async network(id: string, at: string, signal?: AbortSignal): Promise<Versioned<Graph>> {
    const key = await networkKey(this.#reader(signal), id);
    return this.#keep(`network ${id}`, key, { at, signal }, async (abort) => {
      const graph = await loadGraph(this.#db, this.#home, id, { signal: abort });
      return { key: graph.meta.key, hash: graph.meta.key, value: graph };
    });
  }

  /** Id of the network that is meant where nobody names one; null where there is none. */
  async usualNetwork(signal?: AbortSignal): Promise<string | null> {
    const [usual] = usualFirst(await listNetworks(this.#reader(signal)), isUsualNetwork);
    return usual?.meta.id ?? null;
  }

  async demand(id: string, at: string, signal?: AbortSignal): Promise<Versioned<Demand>> {
    const key = await demandKey(this.#reader(signal), id);
    return this.#keep(`demand ${id}`, key, { at, signal }, async (abort) => {
      const demand = await loadDemand(this.#reader(abort), id);
      return { key: demand.meta.key, hash: demand.meta.key, value: demand };
    });
  }

  async transit(id: string, at: string, signal?: AbortSignal): Promise<Versioned<Transit>> {
    const key = await transitKeyOf(this.#reader(signal), id);
    return this.#keep(`transit ${id}`, key, { at, signal }, async (abort) => {
      const transit = await loadTransit(this.#reader(abort), id);
      return { key: transit.meta.key, hash: transit.meta.key, value: transit };
    });
  }

  async features(query: FeatureQuery, at: string, signal?: AbortSignal): Promise<Versioned<Features>> {
    const layer = layerOf(this.#registry, query.layer, `${at}/layer`);
    const source = this.#registry.sourceOf(layer.id);
    const features = await readFeatures(source, this.#readerOf(source, signal), layer, query, at);
    this.#note(layer.id, features.key);
    return features;
  }

  async areas(id: string, at: string, signal?: AbortSignal): Promise<Versioned<AreaSet>> {
    const layer = layerOf(this.#registry, id, at);
    if (layer.geometry !== 'Polygon')
      throw new AnalysisError('layer-not-areas', STUDY['layer-not-areas'], { layer: id }, { at });
    const source = this.#registry.sourceOf(id);
    const { revision, json: text } = await source.areas(this.#readerOf(source, signal), layer);
    const rows = JSON.parse(text) as readonly (readonly [id: string, geometry: GeoJSONGeometry])[];
    this.#note(id, String(revision ?? 0));
    return {
      key: String(revision ?? 0),
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

  profile(id: string, at: string): Promise<Versioned<TravelProfile>> {
    const all = [...PROFILES, ...(this.#registry.city.profiles ?? [])];
    const profile = all.find((each) => each.id === id);
    if (profile === undefined) {
      const values = { id, choices: all.map((each) => each.id).join(', ') };
      return Promise.reject(new AnalysisError('unknown-profile', STUDY['unknown-profile'], values, { at }));
    }
    const hash = hashOf(JSON.stringify(profile));
    return Promise.resolve({ key: hash, hash, value: profile });
  }

  async water(signal?: AbortSignal): Promise<Versioned<GeoJSONGeometry | null>> {
    // People walk over no sea.
    const sea = this.#registry.playing('sea');
    if (sea === undefined) return { key: 'none', hash: 'none', value: null };
    const {
      key,
      hash,
      value: { geometries },
    } = await this.areas(sea.id, '', signal);
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

  async #waterKey(signal: AbortSignal | undefined): Promise<string> {
    const sea = this.#registry.playing('sea');
    return sea === undefined ? 'none' : this.#revision(sea.id, '', signal);
  }

  /**
   * Keys of the data that a coverage would be computed from. A drag needs them at every step: one statement reads all
   * of them, ahead of the steps, and they stay valid as long as a poll for changes does. Data that do not exist have an
   * empty key, and fail when they are read.
   */
  async coverageKeys(names: CoverageNames, signal?: AbortSignal): Promise<CoverageKeys> {
    const { network, demand, facilities, travel } = names;
    layerOf(this.#registry, facilities.layer, '/facilities/layer');
    const known = this.#revisions?.revision(facilities.layer) ?? null;
    // Only the service's own layers have their revisions in its database.
    const isOwn = this.#registry.sourceOf(facilities.layer).database === undefined;
    const revision = known ?? (isOwn ? null : await this.#revision(facilities.layer, '/facilities/layer', signal));
    const keys = await this.#keys.get(
      [
        'stored' in network ? network.stored : null,
        demand.stored,
        facilities.layer,
        travel?.mode === 'transit' ? (travel.transit ?? null) : null,
      ],
      signal,
    );
    // The primary may have told of it, and the features are not to be older.
    if (isOwn) this.#note(facilities.layer, keys.facilities);
    return revision === null ? keys : { ...keys, facilities: String(revision) };
  }

  async #readKeys(names: KeyedNames, isAhead: boolean, signal: AbortSignal): Promise<CoverageKeys> {
    const db = isAhead ? withOptions(this.#db.background, { kind: 'analysis', signal }) : this.#reader(signal);
    const row = onlyRow(await db.query(KEYS, names));
    return {
      network: readTextOrNull(row, 'network') ?? '',
      demand: readTextOrNull(row, 'demand') ?? '',
      facilities: revisionOf(row),
      transit: readTextOrNull(row, 'transit') ?? '',
    };
  }

  async #revision(id: string, at: string, signal: AbortSignal | undefined): Promise<string> {
    const layer = layerOf(this.#registry, id, at);
    const source = this.#registry.sourceOf(layer.id);
    if (source.database === undefined) {
      const revision = revisionOf(onlyRow(await this.#readerOf(source, signal).query(REVISION, [layer.id])));
      this.#note(layer.id, revision);
      return revision;
    }
    const revisions = await source.revisions(this.#readerOf(source, signal));
    return String(revisions.get(layer.id)?.revision ?? 0);
  }

  #readerOf({ database }: Pick<LayerSource, 'database'>, signal: AbortSignal | undefined): Queryable {
    return withOptions(database ?? this.#reads.as(PUBLIC, { signal }), { kind: 'analysis', signal });
  }

  /** Whoever reads next, from whichever standby, reads nothing older. */
  #note(layer: string, revision: string): void {
    if (this.#registry.sourceOf(layer).database === undefined) this.#reads.noteRevision?.(layer, Number(revision));
  }

  #reader(signal: AbortSignal | undefined): Queryable {
    return withOptions(this.#db, { kind: 'analysis', signal });
  }

  async #keep<T>(
    name: string,
    key: string | null,
    { at, signal }: { readonly at: string; readonly signal: AbortSignal | undefined },
    read: (signal: AbortSignal) => Promise<Versioned<T>>,
  ): Promise<Versioned<T>> {
    let known = this.#kept.get(name)?.reading;
    while (known?.isAborted === false) {
      const found = await known.join(signal).catch((error: unknown) => {
        if (error instanceof QueryCancelled) throw error;
        return null;
      });
      // Kept by its kind and id, so what is there is of this type.
      if (found?.key === key) return found as Versioned<T>;
      const before = known;
      known = this.#kept.get(name)?.reading;
      // Else somebody has begun to read it anew meanwhile.
      if (known === before) break;
    }
    // Nobody would wait for it, and so nobody could end it.
    if (signal?.aborted === true) throw new QueryCancelled();
    const reading = new SharedWork(async (abort) => {
      try {
        const versioned = await read(abort);
        kept.bytes = arrayBytes(versioned.value);
        return versioned;
      } catch (error) {
        if (this.#kept.get(name) === kept) this.#kept.delete(name);
        throw error;
      }
    });
    const kept: Kept = { reading, bytes: 0 };
    this.#kept.delete(name);
    this.#kept.set(name, kept);
    const alike = [...this.#kept.keys()].filter((each) => each.split(' ')[0] === name.split(' ')[0]);
    for (const oldest of alike.slice(0, -KEPT)) this.#kept.delete(oldest);
    return moved(reading.join(signal), at);
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

/** The thread's own copy is still current; data that was read never has an empty hash. */
function same(key: string): Versioned<unknown> {
  return { key, hash: '', value: null };
}

function unlessKnown(versioned: Versioned<unknown>, known: string | null): Versioned<unknown> {
  return versioned.key === known ? same(known) : versioned;
}
