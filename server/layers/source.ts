/** The seam between the service and whatever holds the data of a layer. */
import type { TileJson } from '../../tiles/api/tile-sets.ts';
import type { Bbox, Item } from '../../tiles/api/wire.ts';
import type { Cql2 } from '../../tiles/filter/cql2/types.ts';
import type { LayerDefinition, Provenance, Text } from '../../tiles/layer/layer.ts';
import type { MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import type { TileCoord } from '../../tiles/tile/tile.ts';
import type { TileRange } from '../../tiles/tile/touching.ts';
import type { Principal } from '../platform/auth/principal.ts';
import type { Database, Queryable, QueryOptions, Session } from '../platform/db/types.ts';
import type { Change, ChangeOptions } from './change.ts';

/** What a tile is made with: a session, and whether its database can encode and keeps plans. */
export type TileSession = Queryable & Pick<Database, 'hasAsMvt' | 'keepsPlans'>;

/** A tile of a matrix set. */
export interface TilePlace {
  readonly matrixSet: MatrixSetId;
  readonly tile: TileCoord;
}

/** One layer of a tile: which features, and which of their attributes. */
export interface LayerSelection {
  readonly layer: LayerDefinition;
  /** Features to keep, in normal form; null keeps all. */
  readonly filter: Cql2 | null;
  /** Attributes that the tile carries; null for those of the definition. */
  readonly properties: readonly string[] | null;
}

/** What a tile shows, wherever it lies. */
export interface TileSelection {
  /** In the order asked for, each once. */
  readonly layers: readonly LayerSelection[];
  /** The past moment whose map is asked for; null for now. */
  readonly asOf: Date | null;
  /** All parameters of the address, by name, where a source of its layers takes them: see `tilesOnly`. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A tile and the state of the data that it was made from. */
export interface EncodedTile {
  /** A Mapbox Vector Tile, not compressed; no bytes where the tile is empty. */
  readonly bytes: Buffer;
  /** Revision of every layer asked for, as the snapshot of the tile had it; 0 where the layer holds nothing. */
  readonly revisions: ReadonlyMap<string, number>;
}

/** Features around a point. */
export interface ItemsQuery {
  readonly layer: LayerDefinition;
  /** Degrees. */
  readonly lon: number;
  readonly lat: number;
  readonly radiusM: number;
  /** At most so many, the nearest ones. */
  readonly limit: number;
  /** Features to keep, in normal form; null keeps all. */
  readonly filter: Cql2 | null;
}

/** Features in a box, to be counted. */
export interface CountsQuery {
  readonly layers: readonly LayerDefinition[];
  readonly bbox: Bbox;
  /** Features to count, by layer; all of a layer without a filter. */
  readonly filters: ReadonlyMap<string, Cql2 | null>;
}

/** Some features of a layer by column: each list has one value a feature. */
export interface ColumnsPart {
  readonly ids: readonly string[];
  /** Degrees. */
  readonly lon: readonly number[];
  readonly lat: readonly number[];
  /** Values as JSON has them, in the order of the properties asked for. */
  readonly columns: readonly (readonly unknown[])[];
}

/** An attribute that features are put in order by. */
export interface SortKey {
  readonly attribute: string;
  readonly isDescending: boolean;
}

/** How geometries are given: GeoJSON as text, or well-known binary. */
export type GeometryForm = 'geojson' | 'wkb';

/** A page of a layer's features, whole and in a stable order. */
export interface FeaturesQuery {
  readonly layer: LayerDefinition;
  /** Degrees; features whose own box meets it. Null: anywhere. */
  readonly bbox: Bbox | null;
  /** Features to keep, in normal form; null keeps all. */
  readonly filter: Cql2 | null;
  /** The past moment whose features are asked for; null for now. */
  readonly asOf: Date | null;
  /** Attributes to give, of the layer; null for all. */
  readonly properties: readonly string[] | null;
  /** Features with equal values follow by id; none: by id alone. Null comes last, whichever the direction. */
  readonly sort: readonly SortKey[];
  /** `FeatureRow.place` of the last feature of the page before; null begins. */
  readonly after: readonly (string | null)[] | null;
  readonly limit: number;
  readonly geometry: {
    readonly form: GeometryForm;
    /** EPSG number of a coordinate system, x (east, longitude) before y whatever the system says. */
    readonly srid: number;
  };
}

/** A feature of a page. */
export interface FeatureRow {
  readonly id: string;
  /** By `FeaturesQuery.geometry`: text of a GeoJSON geometry, or bytes. Heights are kept where there are any. */
  readonly geometry: string | Uint8Array;
  /** Text of a JSON object of attributes; those without a value are left out. */
  readonly attributes: string;
  readonly provenance: Provenance;
  readonly owner: string;
  readonly updatedAt: Date;
  /** Where the feature stands in the order asked for: what `after` takes. */
  readonly place: readonly (string | null)[];
}

/** Features as an analysis takes them. */
export interface FacilitiesQuery {
  readonly layer: LayerDefinition;
  /** Attributes whose values are wanted. */
  readonly attributes: readonly string[];
  /** Features to keep, in normal form; null keeps all. */
  readonly filter: Cql2 | null;
}

/** JSON of a layer's features, and the revision of which they are; null where nothing was ever loaded. */
export interface VersionedJson {
  readonly revision: number | null;
  readonly json: string;
}

/** What somebody types into a search box. */
export interface SearchQuery {
  readonly layer: LayerDefinition;
  readonly text: string;
  readonly limit: number;
}

/** A feature whose name, code or address holds a text. */
export interface SearchFound {
  readonly id: string;
  /** How the best of its texts holds it. */
  readonly rank: 'exact' | 'start' | 'part';
  /** Share of that text that was typed: 0 to 1. */
  readonly share: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** A point on it, degrees. */
  readonly lon: number;
  readonly lat: number;
  readonly bbox: Bbox;
}

/** Tiles of one level of `WebMercatorQuad` that an export asks for. */
export interface LevelQuery {
  readonly layer: LayerDefinition;
  readonly z: number;
  /** Tile units around a tile that still count as it. */
  readonly marginUnits: number;
  readonly columns: TileRange;
  readonly rows: TileRange;
}

/** Columns of a row of tiles, from `first` to `last`. */
export interface TileRun extends TileRange {
  readonly y: number;
}

/** State of a layer's data. */
export interface LayerRevision {
  /** Rises with every change of the layer's features; 0 where nothing was ever loaded. */
  readonly revision: number;
  readonly changedAt: Date | null;
  /** Another one after each load that says where its features come from, even where no feature has changed. */
  readonly loadId?: number | null;
}

/** What is known of where the features of a layer were loaded from. */
export interface LayerOrigin {
  readonly loads: readonly LayerLoad[];
  /** The layer holds, or has held, files that came with the city: its definition says their source, and no other. */
  readonly wasGiven: boolean;
  /** Features were changed since the last load, by whomever. */
  readonly isEdited: boolean;
}

export interface LayerLoad {
  /** From files that came with the city. */
  readonly isGiven: boolean;
  /** Null where nobody said it. */
  readonly source: Text | null;
  readonly licence: string | null;
  readonly asOf: string | null;
  /** Of its features. */
  readonly provenances: readonly Provenance[];
  readonly features: number;
  readonly loadedAt: Date | null;
}

/** What a source holds of a layer. */
export interface LayerExtent {
  readonly count: number;
  readonly bbox: Bbox | null;
  /** Number of features by where they come from. */
  readonly provenance: Partial<Record<Provenance, number>>;
  /** What its loads said of themselves; absent where the source notes none. */
  readonly origin?: LayerOrigin;
  /** Rows that no map can show: they have no geometry, an empty one, or one outside of what their coordinates mean. */
  readonly leftOut?: number;
  /** The numbers are what the database expects; those that it counts come later. */
  readonly isEstimate?: true;
}

/**
 * Where the data of some layers lives. A source is handed the database or the session that it reads by, so that an
 * export can read many tiles of one moment: see `sessionOf`. It answers with what the public may see. Its methods
 * reject as `Queryable.query` does.
 */
export interface LayerSource {
  readonly id: string;
  /** The database that holds the data; that of the service where absent. */
  readonly database?: Database;
  /** What the settings call that database, for messages. */
  readonly sourceName?: string;
  /**
   * Its tiles are all there is: it has no features to ask for or to count, and what is in a tile may depend on any
   * parameter of the address.
   */
  readonly tilesOnly?: boolean;
  /** What TileJSON says of the layers in its tiles, where they are not as the definition of the layer has them. */
  readonly vectorLayers?: TileJson['vector_layers'] | null;
  /** That database cannot be looked at now: what is kept of its layers may be out of date. */
  readonly isLost?: boolean;
  /**
   * How old what is shown can be, in seconds, where changes are not known at once; null where that is not known yet.
   */
  readonly ageS?: number | null;
  /** One tile of layers of this source, by one statement: the tile and its revisions are of one snapshot. */
  tile(db: TileSession, place: TilePlace, selection: TileSelection): Promise<EncodedTile>;
  /**
   * Bytes of several tiles of one level and matrix set as of now, in the order of the places: those that `tile` would
   * give, by fewer statements. A source that asks for each tile anyway lacks it.
   */
  tiles?(db: TileSession, places: readonly TilePlace[], selection: TileSelection): Promise<readonly Buffer[]>;
  /** Null where the layer has no such feature. */
  item(db: Queryable, layer: LayerDefinition, id: string): Promise<Item | null>;
  /** Nearest first; distances in metres on the spheroid, to a decimetre. */
  items(db: Queryable, query: ItemsQuery): Promise<readonly (Item & { readonly distanceM: number })[]>;
  /** Rejects with `BadPlace` and `NotInSystem` besides. */
  features(db: Queryable, query: FeaturesQuery): Promise<readonly FeatureRow[]>;
  /** Number of features by layer. */
  counts(db: Session, query: CountsQuery): Promise<ReadonlyMap<string, number>>;
  /**
   * A layer by column, given part by part in a stable order; `properties` are attributes of the layer. On
   * PostgreSQL all parts are of one moment. On the embedded database others get their turn in between, and what they
   * change is seen by the parts that follow.
   */
  columns(
    db: Session,
    layer: LayerDefinition,
    properties: readonly string[],
    take: (part: ColumnsPart) => void,
    /** Features to give, in normal form; null gives all. */
    filter?: Cql2 | null,
  ): Promise<void>;
  /** Revisions of all layers that the source knows: one short statement. */
  revisions(db: Queryable): Promise<ReadonlyMap<string, LayerRevision>>;
  /** Counts and extents of some layers, which takes a scan of each. */
  stats(db: Queryable, layers: readonly string[]): Promise<ReadonlyMap<string, LayerExtent>>;
  /**
   * Features that a filter chooses, each at a point on it, as JSON: [[feature id, lon, lat, provenance, [value of each
   * attribute]], …] in a stable order.
   */
  facilities(db: Queryable, query: FacilitiesQuery): Promise<VersionedJson>;
  /** Areas of a layer as JSON: [[feature id, GeoJSON geometry], …] in the order of ids. */
  areas(db: Queryable, layer: LayerDefinition): Promise<VersionedJson>;
  /**
   * Features that a text is found in, the best first: of the attributes that the layer says, without regard to case.
   * The table of features lacks it: its terms are searched all at once.
   */
  search?(db: Queryable, query: SearchQuery): Promise<readonly SearchFound[]>;
  /**
   * Tiles of a level that the layer may show something in, in order; some of them may turn out empty. The table of
   * features lacks it likewise.
   */
  tilesOfLevel?(db: Queryable, query: LevelQuery): Promise<readonly TileRun[]>;
  /**
   * Changes since the revisions given, in order: one short statement of the service's own database, asked up to ten
   * times a second; or what a watch of another database has seen, which answers in a moment and does not reject, as all
   * polls wait for it: see `isLost`. A source that cannot tell lacks this method, and the service keeps none of its
   * tiles.
   */
  changes?(db: Queryable, known: ReadonlyMap<string, number>, options?: ChangeOptions): Promise<readonly Change[]>;
}

/** Reads of a source for a principal. `own` is the service's database. */
export function sessionOf(
  source: Pick<LayerSource, 'database'>,
  own: Pick<Database, 'as'>,
  principal: Principal,
  options: Pick<QueryOptions, 'signal'>,
): Session {
  return (source.database ?? own).as(principal, options);
}
