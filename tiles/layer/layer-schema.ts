/**
 * What a layer file (`data/cities/<city>/layers/<id>.json`) may hold: checked when the service starts, and written to
 * `data/schemas/layer.schema.json`, which editors complete from. The type of the same shape is `LayerDefinition`.
 */
import Type, { type Static, type TObject, type TProperties, type TString } from 'typebox';
import { CERTAINTIES, FACILITY_KINDS, FORMATS, type LayerDefinition } from './layer.ts';

/** An object that holds nothing but the properties it names: a misspelt key is an error, not a setting ignored. */
export function closed<P extends TProperties>(properties: P, description?: string): TObject<P> {
  return Type.Object(properties, {
    additionalProperties: false,
    ...(description === undefined ? {} : { description }),
  });
}

/** The same with every property optional. */
function closedPartial<P extends TProperties>(properties: P) {
  return Type.Partial(Type.Object(properties), { additionalProperties: false });
}

export function oneOf<const V extends readonly string[]>(values: V, description: string) {
  return Type.Unsafe<V[number]>({ enum: [...values], description });
}

/** A text in both languages of the service. */
export function text(description: string) {
  return closed({ zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, description);
}

const ATTRIBUTE = '^[a-z][a-z0-9_]*$';
/** Attributes of a table are called as its columns, in any script. */
const COLUMN = '^[\\p{L}_][\\p{L}\\p{M}\\p{N}_]*$';
const AttributeName = Type.String({ pattern: ATTRIBUTE, maxLength: 48 });
const ColumnName = Type.String({ pattern: COLUMN, maxLength: 48 });

const Color = closed(
  {
    light: Type.String({ pattern: '^#[0-9a-fA-F]{6}$', description: 'In the light theme, such as #0b6fa4.' }),
    dark: Type.String({ pattern: '^#[0-9a-fA-F]{6}$', description: 'In the dark theme, such as #5ab4e0.' }),
  },
  'A colour in both themes.',
);

function classes(attribute: TString) {
  return Type.Union(
    [
      closed({ attribute, values: Type.Record(Type.String(), Color) }, 'A colour for each value.'),
      closed(
        {
          attribute,
          steps: Type.Array(closed({ from: Type.Number(), color: Color }), { minItems: 1 }),
        },
        'A colour for each class of a number, ascending; a class begins at `from`.',
      ),
    ],
    { description: 'Colours by an attribute.' },
  );
}

const Attribute = closed({
  type: oneOf(['string', 'integer', 'number', 'boolean'], 'Type of the values.'),
  title: text('Name of the attribute as pages show it.'),
  unit: Type.Optional(
    closed(
      { zh: Type.String({ minLength: 1 }), en: Type.String() },
      'Unit shown after the value. The English one may be empty, as 个 has no counterpart.',
    ),
  ),
  values: Type.Optional(
    Type.Record(Type.String(), text('Label of the value.'), {
      description: 'Known values, in the legend’s order. Others are kept, and shown as they are.',
    }),
  ),
  closed: Type.Optional(
    Type.Boolean({ description: 'Whether a file with other values than those of `values` is refused.' }),
  ),
  aliases: Type.Optional(
    Type.Array(Type.String({ minLength: 1 }), {
      description: 'What tables call the column, beside the attribute’s name and its titles.',
    }),
  ),
  english: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: 'English of known values of an open list, by the value.',
    }),
  ),
  display: Type.Optional(oneOf(['hours'], 'A text of 24 percentages, one an hour from 0:00 on, drawn as bars.')),
  format: Type.Optional(
    oneOf(FORMATS, 'Format of a text. `district` and `subdistrict` are codes of areas of city.json.'),
  ),
  pattern: Type.Optional(Type.String({ format: 'regex', description: 'Regular expression that a text matches.' })),
  minimum: Type.Optional(Type.Number()),
  maximum: Type.Optional(Type.Number()),
  maxLength: Type.Optional(Type.Integer({ minimum: 1 })),
  description: Type.Optional(text('What the values mean, where the title does not say.')),
});

function styleProperties(attribute: TString) {
  const Classes = classes(attribute);
  return {
    color: Color,
    by: Type.Optional(Classes),
    alternatives: Type.Optional(
      Type.Array(Classes, { description: 'Further attributes that a reader may have the layer coloured by.' }),
    ),
    order: Type.Number({
      description: 'Draw order: higher lies on top. Areas 0–99, lines 100–199, points 200–299.',
      minimum: 0,
      maximum: 299,
    }),
    size: Type.Optional(
      Type.Number({
        description: 'Points: radius in px at zoom 14. Lines: width in px at zoom 14. Halved at 10, doubled at 18.',
        exclusiveMinimum: 0,
      }),
    ),
    fillOpacity: Type.Optional(
      Type.Number({ description: 'Areas: opacity of the fill; 0 draws the outline alone.', minimum: 0, maximum: 1 }),
    ),
    dash: Type.Optional(Type.Array(Type.Number(), { description: 'Lengths of dashes and gaps, in line widths.' })),
    glyph: Type.Optional(
      Type.Union([Type.String({ minLength: 1 }), text('The mark’s text in both languages.')], {
        description: 'Points: one or two characters in the mark from zoom 14 on; a bare text serves both languages.',
      }),
    ),
    glyphAttribute: Type.Optional(
      Type.String({ description: 'Points: the attribute whose value is drawn in the mark at every zoom.' }),
    ),
    label: Type.Optional(
      closed({ minzoom: Type.Number({ minimum: 0, maximum: 24 }) }, 'Names beside the features, from a zoom on.'),
    ),
  };
}

function caseDataOf(attribute: TString) {
  return closed(
    {
      date: attribute,
      category: attribute,
      state: attribute,
      closedStates: Type.Optional(
        Type.Array(Type.String(), { description: 'Values of `state` that count as closed.' }),
      ),
      dimensions: Type.Array(attribute, { description: 'Attributes to filter by beside category and state.' }),
      figures: Type.Array(attribute, { description: 'Numbers that a column’s height can show.' }),
      areas: closed({ grid: attribute, subdistrict: attribute }, 'Attributes with the code of the area to add up by.'),
    },
    'Which attributes play which part when the layer is analysed as case data.',
  );
}

function facilityOf(attribute: TString) {
  return closed(
    {
      kind: oneOf(FACILITY_KINDS, 'What people look for.'),
      only: Type.Optional(
        closed(
          { attribute, values: Type.Array(Type.String(), { minItems: 1 }) },
          'Only features with one of these values are for the public.',
        ),
      ),
      hours: Type.Optional(attribute),
      accessible: Type.Optional(attribute),
      services: Type.Optional(
        Type.Array(attribute, { description: 'What it offers, what people ask for most first.' }),
      ),
      fee: Type.Optional(attribute),
      level: Type.Optional(attribute),
      address: Type.Optional(closed({ zh: attribute, en: Type.Optional(attribute) }, 'Attributes with the address.')),
      phone: Type.Optional(attribute),
      maxHeight: Type.Optional(attribute),
      shared: Type.Optional(
        closed(
          { spaces: attribute, hours: attribute, occupancy: Type.Optional(attribute) },
          'Spaces that a car park shares: how many, in which hours, and how many percent are taken by the hour.',
        ),
      ),
    },
    'Set where people go to the features: each has a page, and /find finds it. Names attributes of the layer.',
  );
}

const NumberSource = closed(
  {
    page: text('Which page it is, and whose.'),
    url: Type.Optional(Type.String({ pattern: '^https?://', description: 'Its address, where it was kept.' })),
    seen: Type.String({
      pattern: '^\\d{4}-\\d{2}-\\d{2}$',
      description: 'The day it was looked at, such as 2026-11-30.',
    }),
  },
  'Where a number of the standard was found: `quoted` names it.',
);

const Standard = closed(
  {
    number: Type.String({ minLength: 1 }),
    title: text('Title of the standard.'),
    version: Type.Optional(
      Type.String({ minLength: 1, description: 'The version that was read, such as 2018-11-30.' }),
    ),
    clause: Type.Optional(Type.String()),
    certainty: oneOf(
      CERTAINTIES,
      '`text`: read in full, so that its clause is named. `quoted`: a named public page gives the number. `unverified`: neither.',
    ),
    source: Type.Optional(NumberSource),
    note: Type.Optional(text('What of it concerns the layer.')),
  },
  'The standard that the layer follows.',
);

/** @param attribute how attributes are called; `names` is the same as a pattern */
function definitionProperties(attribute: TString, names: string) {
  return {
    id: Type.String({ description: 'kebab-case; equals the file’s name.', pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' }),
    title: text('Name of the layer.'),
    description: text('What the layer holds, in a sentence.'),
    theme: Type.String({ description: 'Group of the layer list: an id of `themes` in city.json.', minLength: 1 }),
    geometry: oneOf(['Point', 'LineString', 'Polygon'], 'Multi-part geometries of the same kind are taken too.'),
    attributes: Type.Record(Type.String({ pattern: names }), Attribute, {
      description: 'Attributes of the features, by their names in snake_case.',
    }),
    required: Type.Array(attribute, { description: 'Attributes that every feature has.' }),
    name: closed(
      { zh: attribute, en: Type.Optional(attribute) },
      'Attributes with the feature’s name. The English one may be missing from the data.',
    ),
    search: Type.Optional(
      Type.Array(attribute, { description: 'Further attributes that search looks in: codes, addresses.' }),
    ),
    owner: text('Who keeps the data.'),
    visibility: oneOf(['public', 'internal'], 'Internal layers are loaded and kept, and served to nobody.'),
    source: text('Where the data comes from; shown with every feature.'),
    comesWithCity: Type.Optional(
      Type.Boolean({
        description:
          '`source` is of files that come with the city, such as generated ones: files that anybody else loads have the source that their load says, or none.',
      }),
    ),
    minzoom: Type.Number({ minimum: 0, maximum: 22 }),
    maxzoom: Type.Number({ minimum: 0, maximum: 22 }),
    tileAttributes: Type.Array(attribute, {
      description: 'Attributes that travel in tiles. Id, name, provenance and what style and filters need always do.',
    }),
    sums: Type.Optional(
      Type.Array(attribute, { description: 'Points: numbers that a cluster adds up as `sum_<attribute>`.' }),
    ),
    indexes: Type.Optional(
      Type.Array(attribute, {
        description: 'Dates and times that filters find by an index: for layers of very many features.',
      }),
    ),
    style: closed(styleProperties(attribute)),
    filters: Type.Array(
      closed({
        attribute,
        kind: oneOf(['choice', 'range', 'flag', 'date', 'text'], 'The control in the filter form.'),
      }),
      { description: 'Controls of the layer’s filter form.' },
    ),
    standard: Type.Optional(Standard),
    shownAtStart: Type.Optional(Type.Boolean({ description: 'Shown when the map opens at no particular address.' })),
    facility: Type.Optional(facilityOf(attribute)),
    caseData: Type.Optional(caseDataOf(attribute)),
  };
}

/** A layer file: a definition, and two keys for people and editors. */
export const LayerFile = closed(
  {
    $schema: Type.Optional(Type.String({ description: 'Address of this schema, for editors.' })),
    $comment: Type.Optional(Type.String({ description: 'A note for whoever edits the file.' })),
    ...definitionProperties(AttributeName, ATTRIBUTE),
  },
  'One layer of a city (城图 Chengtu).',
);

/** A table has the indexes that its own database gives it, and no files. */
const { indexes: _, comesWithCity: __, ...OfTable } = definitionProperties(ColumnName, COLUMN);

/**
 * A layer file of a table of somebody's database: what it leaves out follows from the table. The type of the same shape
 * is `TableLayer`.
 */
export const TableLayerFile = closed(
  {
    $schema: Type.Optional(Type.String({ description: 'Address of this schema, for editors.' })),
    $comment: Type.Optional(Type.String({ description: 'A note for whoever edits the file.' })),
    table: Type.String({
      description:
        'The table as source.schema.table, such as gis.planning.wc. A part with a dot or a blank stands between double quotes.',
      minLength: 5,
    }),
    key: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        description: 'Columns that tell the rows apart; those of the primary key without it.',
      }),
    ),
    geometryColumn: Type.Optional(Type.String({ description: 'The column to show, of several.', minLength: 1 })),
    withoutColumns: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), { description: 'Columns that nobody may see.' }),
    ),
    ...Type.Partial(
      Type.Object({
        ...OfTable,
        attributes: Type.Record(Type.String({ pattern: COLUMN }), closedPartial(Attribute.properties), {
          description: 'What of the attributes is to be said otherwise, by the names of their columns.',
        }),
        style: closedPartial(styleProperties(ColumnName)),
      }),
    ).properties,
    id: OfTable.id,
  },
  'A table of a PostGIS database as a layer (城图 Chengtu).',
);

/**
 * A layer file of a function of somebody's database that gives tiles: what it leaves out follows from the function's
 * comment. The type of the same shape is `FunctionLayer`.
 */
export const FunctionLayerFile = closed(
  {
    $schema: Type.Optional(Type.String({ description: 'Address of this schema, for editors.' })),
    $comment: Type.Optional(Type.String({ description: 'A note for whoever edits the file.' })),
    function: Type.String({
      description:
        'The function as source.schema.name, such as gis.public.tiles. A part with a dot or a blank stands between double quotes.',
      minLength: 5,
    }),
    sourceLayer: Type.Optional(
      Type.String({ description: 'What the layer is called in the tiles of the function.', minLength: 1 }),
    ),
    ...Type.Partial(
      Type.Object({
        title: OfTable.title,
        description: OfTable.description,
        theme: OfTable.theme,
        geometry: OfTable.geometry,
        attributes: OfTable.attributes,
        name: OfTable.name,
        owner: OfTable.owner,
        visibility: OfTable.visibility,
        source: OfTable.source,
        minzoom: OfTable.minzoom,
        maxzoom: OfTable.maxzoom,
        style: closedPartial(styleProperties(ColumnName)),
        standard: Standard,
        shownAtStart: Type.Boolean({ description: 'Shown when the map opens at no particular address.' }),
      }),
    ).properties,
    id: OfTable.id,
  },
  'A function of a PostGIS database that gives tiles, as a layer (城图 Chengtu).',
);

type CheckedFunction = Static<typeof FunctionLayerFile>;

/** What a layer file says of a function, without the keys for people and editors. */
export type FunctionLayer = Omit<CheckedFunction, '$schema' | '$comment'>;

export function functionLayerOf({ $schema: _, $comment: __, ...layer }: CheckedFunction): FunctionLayer {
  return layer;
}

type CheckedTable = Static<typeof TableLayerFile>;

/** What a layer file says of a table, without the keys for people and editors. */
export type TableLayer = Omit<CheckedTable, '$schema' | '$comment'>;

export function tableLayerOf({ $schema: _, $comment: __, ...layer }: CheckedTable): TableLayer {
  return layer;
}

type Checked = Static<typeof LayerFile>;
/** A key of a definition that its schema lacks is an error of the compiler here. */
type OfEveryKey<T extends Readonly<Record<keyof Omit<LayerDefinition, 'role' | 'timeZone' | 'sourceLayer'>, unknown>>> =
  T;

/** The definition in a layer file, without the keys for people and editors. */
export function definitionOf(file: Checked): LayerDefinition {
  const { $schema: _, $comment: __, ...definition }: OfEveryKey<Required<Checked>> | Checked = file;
  return definition;
}
