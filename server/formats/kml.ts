/** KML 2.2 (OGC 07-147r2), valid by its schema: attributes are typed data of a schema in the document. */
import type { FeatureRow } from '../layers/source.ts';
import { distinctNames } from './column-names.ts';
import { Columns, textOf, type FileColumn, type FileDescription, type Pages, type Value } from './description.ts';
import { factsOf } from './facts.ts';
import { FORMATS_TEXT } from './messages.ts';
import { hasHeights, readShape, type Shape } from './shape.ts';
import { textPieces } from './text-pieces.ts';

const FIELDS = 'fields';
/** Elements of a placemark, which readers show as columns beside those of the schema and would mistake for them. */
export const KML_NAMES: ReadonlySet<string> = new Set([
  ...['name', 'description', 'timestamp', 'begin', 'end', 'altitudemode', 'tessellate', 'extrude', 'visibility'],
  ...['draworder', 'icon', 'heading', 'tilt', 'roll', 'snippet'],
]);

export function writeKml(description: FileDescription, pages: Pages): AsyncGenerator<Buffer, void> {
  const columns = new Columns(description);
  const { layer, lang } = description;
  const nameAt = columns.list.findIndex(({ name, attribute }) => attribute !== null && name === nameOf(description));
  const names = distinctNames(
    columns.list.map(({ name }) => name),
    KML_NAMES,
  );
  const opens = names.map((name) => `<SimpleData name="${xml(name)}">`);
  const text = (row: FeatureRow): string => {
    const values = columns.values(row).map(wordOf);
    let data = '';
    for (const [nth, value] of values.entries()) {
      if (value !== null) data += `${opens[nth] ?? ''}${xml(value)}</SimpleData>`;
    }
    const name = values[nameAt] ?? row.id;
    return (
      `<Placemark><name>${xml(name)}</name><ExtendedData><SchemaData schemaUrl="#${FIELDS}">${data}` +
      `</SchemaData></ExtendedData>${elementOf(readShape(row.geometry))}</Placemark>\n`
    );
  };
  return textPieces(pages, {
    head: headOf(description, columns.list),
    text,
    end: '</Document></kml>\n',
  });

  function headOf(of: FileDescription, list: readonly FileColumn[]): string {
    const facts = factsOf(of);
    const says = (['source', 'licence', 'made', 'selection'] as const).flatMap((key) =>
      facts[key] === null
        ? []
        : `<Data name="${key}"><displayName>${xml(FORMATS_TEXT[key][lang])}</displayName><value>${xml(facts[key])}</value></Data>`,
    );
    const fields = list.map(
      (column, nth) =>
        `<SimpleField type="${typeOf(column)}" name="${xml(names[nth] ?? '')}">` +
        `<displayName>${xml(column.title)}</displayName></SimpleField>`,
    );
    return (
      '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>' +
      `<name>${xml(layer.title[lang])}</name><description>${xml(layer.description[lang])}</description>` +
      `<ExtendedData>${says.join('')}</ExtendedData>\n` +
      `<Schema name="${xml(layer.id)}" id="${FIELDS}">${fields.join('')}</Schema>\n`
    );
  }
}

/** Readers take `true` for a text where a schema says that the value is one or the other. */
function wordOf(value: Value): string | null {
  return typeof value === 'boolean' ? String(Number(value)) : textOf(value);
}

function nameOf({ layer: { name }, lang, properties }: FileDescription): string {
  return lang === 'en' && name.en !== undefined && properties.includes(name.en) ? name.en : name.zh;
}

/** Whole numbers of KML have 32 bits: of one that may be larger the digits are a text. */
function typeOf({ kind, attribute }: FileColumn): string {
  if (kind === 'boolean') return 'bool';
  if (kind === 'number') return 'double';
  if (kind !== 'integer') return 'string';
  const { minimum = -Infinity, maximum = Infinity } = attribute ?? {};
  return minimum >= -(2 ** 31) && maximum < 2 ** 31 ? 'int' : 'string';
}

function elementOf(shape: Shape): string {
  if ('members' in shape) return `<MultiGeometry>${shape.members.map(elementOf).join('')}</MultiGeometry>`;
  const size = shape.hasZ ? 3 : 2;
  const mode = hasHeights(shape) ? '<altitudeMode>absolute</altitudeMode>' : '';
  if (shape.type === 'Polygon') {
    const [outer, ...holes] = shape.rings;
    if (outer === undefined) return '<MultiGeometry/>';
    const ring = (positions: Float64Array): string =>
      `<LinearRing><coordinates>${tuples(positions, size)}</coordinates></LinearRing>`;
    return (
      `<Polygon>${mode}<outerBoundaryIs>${ring(outer)}</outerBoundaryIs>` +
      `${holes.map((hole) => `<innerBoundaryIs>${ring(hole)}</innerBoundaryIs>`).join('')}</Polygon>`
    );
  }
  // An empty point or line has no coordinates, which KML demands.
  if (shape.positions.length === 0) return '<MultiGeometry/>';
  return `<${shape.type}>${mode}<coordinates>${tuples(shape.positions, size)}</coordinates></${shape.type}>`;
}

function tuples(positions: Float64Array, size: number): string {
  let text = '';
  for (let at = 0; at < positions.length; at += 1)
    text += `${at === 0 ? '' : at % size === 0 ? ' ' : ','}${positions[at]}`;
  return text;
}

/** What XML 1.0 forbids even as an entity. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

export function xml(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"\r]/g, (sign) => ENTITIES[sign] ?? sign);
}
