/**
 * What one layer of the catalogue is. A layer is one file in `data/cities/<city>/layers/`; everything else (partition,
 * load checks, tiles, TileJSON, style, legend, list, filters) is derived from it.
 */

/** A text in both languages of the service, Chinese first. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** Multi-part geometries of the same kind are accepted too. */
export type GeometryKind = 'Point' | 'LineString' | 'Polygon';

/** Where a feature comes from; the map and every export state it. */
export const PROVENANCES = ['official', 'imported', 'approximate', 'synthetic'] as const;
export type Provenance = (typeof PROVENANCES)[number];

/** A group of the layer tree. */
export interface Theme {
  readonly id: string;
  readonly title: Text;
  /** The page offers its layers of points when people search near them. */
  readonly nearby?: boolean;
}

/** Formats of a text attribute. `district` and `subdistrict` are codes of the city's areas. */
export const FORMATS = ['date', 'date-time', 'district', 'subdistrict', 'url'] as const;

/**
 * Parts that a layer can play for the whole city (`roles` in its city.json). `grid` holds the cells that case data adds
 * up by. `districtFigures` has one feature a district, so that the base map has named it already.
 */
export const ROLES = ['district', 'subdistrict', 'grid', 'districtFigures', 'sea', 'roads'] as const;
export type LayerRole = (typeof ROLES)[number];

/** Values a feature's attribute can take: flat, so that every one can travel in a tile. */
export type AttributeValue = string | number | boolean | null;

/** One attribute of a layer: a JSON Schema fragment plus its titles, unit and value labels. */
export interface Attribute {
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly title: Text;
  /** Unit symbol as shown after the value: `m²`, `km`, `元`, `个` … absent for a plain number or text. */
  readonly unit?: Text;
  /** Known values, in legend order, each with its label. Others are kept, and shown as they are. */
  readonly values?: Readonly<Record<string, Text>>;
  /** True where no other value than those of `values` may be loaded. */
  readonly closed?: boolean;
  /** What tables call the column, beside the attribute's name and its titles. */
  readonly aliases?: readonly string[];
  /** English of known values of an open list, by the value; others are shown as they stand. */
  readonly english?: Readonly<Record<string, string>>;
  /** A text of 24 percentages, one an hour from 0:00 on, drawn as bars. */
  readonly display?: 'hours';
  readonly format?: (typeof FORMATS)[number];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly description?: Text;
}

/** A colour in the light and in the dark theme, as `#rrggbb`. */
export interface Color {
  readonly light: string;
  readonly dark: string;
}

/** Colours by an attribute: by value, or by class (`from` ≤ value, ascending). */
export type ColorClasses =
  | { readonly attribute: string; readonly values: Readonly<Record<string, Color>> }
  | { readonly attribute: string; readonly steps: readonly { readonly from: number; readonly color: Color }[] };

export interface LayerStyle {
  readonly color: Color;
  readonly by?: ColorClasses;
  /** Further attributes that a reader may have the layer coloured by in place of `by`. */
  readonly alternatives?: readonly ColorClasses[];
  /** Draw order: higher lies on top. Areas 0–99, lines 100–199, points 200–299. */
  readonly order: number;
  /**
   * Points: radius in px at zoom 14 (halved at 10, doubled at 18), a little more where a glyph has to be read. Lines:
   * width in px likewise.
   */
  readonly size?: number;
  /** Areas: opacity of the fill, 0–1; 0 draws the outline alone. */
  readonly fillOpacity?: number;
  readonly dash?: readonly number[];
  /**
   * Points: one or two characters drawn in the mark from zoom 14 on, such as 厕 and WC; a bare text serves both
   * languages.
   */
  readonly glyph?: string | Text;
  /**
   * Points: in place of `glyph`, the attribute whose value is drawn in the mark at every zoom, such as a case's number.
   */
  readonly glyphAttribute?: string;
  /** Names drawn beside the feature from a zoom on. */
  readonly label?: { readonly minzoom: number };
}

/** A control of the layer's filter form. */
export interface LayerFilter {
  readonly attribute: string;
  readonly kind: 'choice' | 'range' | 'flag' | 'date' | 'text';
}

/**
 * How surely a number of a standard is known. `text`: read in full in the instrument itself. `quoted`: a named public
 * page gives the same number; the text was not seen. `unverified`: known from memory or from others. Every page and
 * export says so.
 */
export const CERTAINTIES = ['text', 'quoted', 'unverified'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** A page that gives a number, and the day it was looked at, as `2026-11-30`. */
export interface NumberSource {
  readonly page: Text;
  readonly url?: string;
  readonly seen: string;
}

/** The standard a layer follows, quoted as data. */
export interface Standard {
  readonly number: string;
  readonly title: Text;
  /** Of `text`: the version that was read, where the number does not say it. */
  readonly version?: string;
  readonly clause?: string;
  readonly certainty: Certainty;
  /** Of `quoted`: where its number was found. */
  readonly source?: NumberSource;
  readonly note?: Text;
}

export interface LayerDefinition {
  /** kebab-case; equals the file's name. */
  readonly id: string;
  readonly title: Text;
  readonly description: Text;
  /** Id of a theme of the city. */
  readonly theme: string;
  /** The part that the layer plays in its city, which says so in city.json. */
  readonly role?: LayerRole;
  /** Time zone of the city, where it differs from China's: a bare date is its whole day in that zone. */
  readonly timeZone?: string;
  readonly geometry: GeometryKind;
  /** What the layer is called in its tiles, where that is not its id: a function decides it. */
  readonly sourceLayer?: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly required: readonly string[];
  /** Attributes holding the feature's name. `en` may be missing from the data. */
  readonly name: { readonly zh: string; readonly en?: string };
  /** Further attributes that search looks in: codes, addresses. */
  readonly search?: readonly string[];
  readonly owner: Text;
  readonly visibility: 'public' | 'internal';
  /** Where the data comes from, shown with every feature, until a load says another source. */
  readonly source: Text;
  /** True where `source` is that of files that come with the city: what anybody else loads has another. */
  readonly comesWithCity?: boolean;
  readonly minzoom: number;
  readonly maxzoom: number;
  /** Attributes that travel in tiles (id, name and provenance always do). */
  readonly tileAttributes: readonly string[];
  /** Points: numeric attributes that a cluster adds up over its features, as `sum_<attribute>`. */
  readonly sums?: readonly string[];
  /** Dates and times that filters find by an index: for layers of very many features. */
  readonly indexes?: readonly string[];
  readonly style: LayerStyle;
  readonly filters: readonly LayerFilter[];
  readonly standard?: Standard;
  /** Shown when the map opens without a state in its address. */
  readonly shownAtStart?: boolean;
  /** Set where people go to the layer's features: a page for each, a place in `/find`. */
  readonly facility?: Facility;
  /** Set where deck.gl can draw the layer as case data (points, heat map, hexagons, columns). */
  readonly caseData?: CaseData;
}

/** What people look for, in the order of the tiles of `/find`. */
export const FACILITY_KINDS = ['toilet', 'parking', 'school', 'clinic', 'service-point', 'transport'] as const;
export type FacilityKind = (typeof FACILITY_KINDS)[number];

/** Which attributes tell people what they need to know of a facility. All but `kind` name attributes of the layer. */
export interface Facility {
  readonly kind: FacilityKind;
  /** Only features with one of these values are for the public: a metro depot is no station. */
  readonly only?: { readonly attribute: string; readonly values: readonly string[] };
  /** A text of opening hours, see `tiles/hours`. */
  readonly hours?: string;
  /** Yes or no: for wheelchairs. */
  readonly accessible?: string;
  /** What it offers, what people ask for most first. */
  readonly services?: readonly string[];
  /** A number: the price, in the attribute's unit. 0 is free. */
  readonly fee?: string;
  /** Stage of a school, kind or class of a hospital. */
  readonly level?: string;
  readonly address?: { readonly zh: string; readonly en?: string };
  readonly phone?: string;
  /** A number: the height that vehicles may have, in metres. */
  readonly maxHeight?: string;
  /** Spaces that a car park shares: how many, the text of hours, and 24 percentages of occupancy. */
  readonly shared?: { readonly spaces: string; readonly hours: string; readonly occupancy?: string };
}

/** Which attributes play which part when a layer is analysed as case data. */
export interface CaseData {
  /** Attribute with the ISO date of the event, for the time slider. */
  readonly date: string;
  readonly category: string;
  readonly state: string;
  /** Values of `state` that count as dealt with; without them the layer has no closing rate. */
  readonly closedStates?: readonly string[];
  /** Attributes to filter by beside category and state: district, agency, theme … */
  readonly dimensions: readonly string[];
  /** Numeric attributes a column's height can show beside the count. */
  readonly figures: readonly string[];
  /** Attributes holding the code of the area to add up by. */
  readonly areas: { readonly grid: string; readonly subdistrict: string };
}
