/** Types of the HTTP API, shared by the server that answers and the client that asks. */
import type { CaseRecord } from '../cases/case.ts';
import type { AttributeValue, LayerDefinition, Provenance, Text } from '../layer/layer.ts';

/** Longitude west, latitude south, longitude east, latitude north; degrees, WGS 84. */
export type Bbox = readonly [west: number, south: number, east: number, north: number];

/** `GET /config.json`: what the map needs before anything else. */
export interface ClientConfig {
  readonly city: Text;
  /** GB/T 2260 code of the city. */
  readonly cityCode: string;
  readonly center: readonly [lon: number, lat: number];
  readonly zoom: number;
  readonly bounds: Bbox;
  /** 审图号, shown bottom left where it is set. */
  readonly mapReviewNumber?: string;
  /** A PMTiles archive that the map reads the layers in it from, in place of this service's tiles. */
  readonly tileArchiveUrl?: string;
  /** Raster base maps beside the offline one. `tiles` are XYZ templates, and so are `labels`, drawn over them. */
  readonly basemaps: readonly {
    readonly id: string;
    readonly title: Text;
    readonly tiles: readonly string[];
    readonly labels?: readonly string[];
    readonly attribution: string;
    readonly maxzoom: number;
  }[];
  readonly version: string;
}

/** One entry of `GET /layers`: the definition and what the database holds of it. */
export interface LayerInfo extends LayerDefinition {
  readonly count: number;
  readonly bbox: Bbox | null;
  /** Share of provenances among the features, by count. */
  readonly provenance: Partial<Record<Provenance, number>>;
  readonly updatedAt: string | null;
}

/** `GET /layers` */
export interface LayerList {
  readonly themes: readonly { readonly id: string; readonly title: Text }[];
  readonly layers: readonly LayerInfo[];
  /** Names of the districts and streets, by code, so that codes can be shown as names. */
  readonly areas: Readonly<Record<string, Text>>;
}

/**
 * `GET /counts?layers=a,b&bbox=w,s,e,n&filter=…&filter.a=…`: of a layer with a filter in CQL2, the features that meet
 * it.
 */
export type Counts = Readonly<Record<string, number>>;

/** `GET /layers/{layer}/items/{id}` and every hit of nearby: a GeoJSON feature with its layer and provenance. */
export interface Item {
  readonly type: 'Feature';
  readonly id: string;
  readonly bbox: Bbox;
  readonly geometry: GeoJSONGeometry;
  readonly properties: Readonly<Record<string, AttributeValue>>;
  readonly layer: string;
  readonly provenance: Provenance;
  readonly owner: string;
  readonly updatedAt: string;
}

export type GeoJSONGeometry =
  | { readonly type: 'Point'; readonly coordinates: readonly number[] }
  | { readonly type: 'MultiPoint' | 'LineString'; readonly coordinates: readonly (readonly number[])[] }
  | { readonly type: 'MultiLineString' | 'Polygon'; readonly coordinates: readonly (readonly (readonly number[])[])[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly (readonly number[])[])[])[] };

/** `GET /nearby?layer=&lon=&lat=&radius=&limit=&{attribute}=`: nearest first; `radius` and distances in metres. */
export interface NearbyResult {
  readonly type: 'FeatureCollection';
  readonly features: readonly (Item & { readonly distanceM: number })[];
}

/** `GET /search?q=&limit=&layers=` */
export interface SearchResult {
  readonly query: string;
  readonly hits: readonly SearchHit[];
}

export interface SearchHit {
  readonly layer: string;
  readonly id: string;
  readonly name: Text;
  /** District name, address or code that tells two hits of one name apart. */
  readonly context: Text;
  readonly lon: number;
  readonly lat: number;
  readonly bbox: Bbox;
  /** 0–1; 1 is an exact match. */
  readonly score: number;
}

/**
 * `GET /layers/{layer}/columns?properties=a,b`: a whole layer by column, for deck.gl and the charts.
 * `lon`, `lat` in degrees (5 decimals); of a line or an area, those of a point on it. Every property is one of:
 * `dictionary`: texts coded as indexes into `values` (-1 is null); `number`; `date`: whole days since 1970-01-01 UTC.
 */
export interface Columns {
  readonly layer: string;
  readonly count: number;
  readonly ids: readonly string[];
  readonly lon: readonly number[];
  readonly lat: readonly number[];
  readonly columns: Readonly<Record<string, Column>>;
}

export type Column =
  | { readonly kind: 'dictionary'; readonly values: readonly string[]; readonly data: readonly number[] }
  | { readonly kind: 'number'; readonly data: readonly (number | null)[] }
  | { readonly kind: 'date'; readonly data: readonly (number | null)[] };

/**
 * `GET /events?layers=a,b`: server-sent events; the type is the event's name, the rest its data. First `hello`, again
 * after every reconnection, then `change` for every revision of a layer. Boxes are those of what changed, old and new
 * places alike (`touched.ts` says which tiles they touch); null means the whole layer. A map that finds other revisions
 * in a `hello` than it knows of has missed changes of those layers. `layers`: a layer was added, defined anew or removed.
 * `definitions` is the same for the same definitions of all layers: a map that knows another asks for them again.
 */
export type ServerEvent =
  | {
      readonly type: 'hello';
      readonly revisions: Readonly<Record<string, number>>;
      /** Absent from a service that never changes its layers. */
      readonly definitions?: string;
    }
  | { readonly type: 'layers'; readonly layer: string; readonly definitions: string }
  | {
      readonly type: 'change';
      readonly layer: string;
      readonly revision: number;
      readonly boxes: readonly Bbox[] | null;
    };

/** `GET /cases` */
export interface CaseList {
  readonly cases: readonly CaseRecord[];
}

/** Body of every error answer. */
export interface ErrorBody {
  readonly error: {
    /** kebab-case, stable: `unknown-layer`, `bad-parameter`, `database-unavailable` … */
    readonly code: string;
    /** In the language asked for: what is wrong and what to do. */
    readonly message: string;
    readonly parameter?: string;
    /**
     * As the header Retry-After says, which not everybody can read: MapLibre hands on the body of a failed tile alone.
     */
    readonly retryAfterS?: number;
    readonly requestId: string;
    /** Everything that is wrong with a study, each with its place in it (a JSON pointer such as `/analyses/0/p`). */
    readonly faults?: readonly { readonly code: string; readonly message: string; readonly at?: string }[];
  };
}

/**
 * `GET /healthz` (200 while the process runs) and `GET /readyz` (503 while the database is lost, or the service about
 * to end).
 */
export interface Health {
  readonly status: 'ok' | 'unavailable' | 'stopping';
  /** As of the last look; `/readyz` has one made where the last is older than a moment. */
  readonly database: 'up' | 'down';
  readonly databaseKind: 'embedded' | 'server';
  readonly version: string;
  readonly uptimeS: number;
}
