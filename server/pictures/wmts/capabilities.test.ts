import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { capabilitiesXml, exceptionXml, type Capabilities } from './capabilities.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Throws where it is not well-formed. */
function parse(xml: string): Element {
  const parser = new SaxesParser();
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  const [first] = root.children;
  if (first === undefined) throw new Error('nothing');
  return first;
}

const found = ({ children }: Element, name: string): Element[] => children.filter((each) => each.name === name);
const names = ({ children }: Element): string[] => [...new Set(children.map(({ name }) => name))];
const textOf = (element: Element | undefined, name: string): string =>
  element === undefined ? '' : (found(element, name)[0]?.text.trim() ?? '');

const NASTY = '<b>&"\'\u0000\u0007公厕</b>';
const OPTIONS: Capabilities = {
  lang: 'zh',
  base: 'https://map.example/城',
  title: NASTY,
  review: '审图号：测(2026)1号',
  layers: [
    {
      id: 'toilets',
      title: NASTY,
      source: 'a & b',
      bbox: [120, 36, 121, 37],
      path: '/raster/toilets',
      query: '&base=none&lang=zh',
    },
  ],
};

describe('the capabilities', () => {
  const root = parse(capabilitiesXml(OPTIONS));
  const [contents] = found(root, 'Contents');
  const [layer] = contents === undefined ? [] : found(contents, 'Layer');

  it('have the parts of the schema in its order (wmtsGetCapabilities_response.xsd)', () => {
    expect(root.name).toBe('Capabilities');
    expect(root.attributes).toMatchObject({ version: '1.0.0', xmlns: 'http://www.opengis.net/wmts/1.0' });
    expect(names(root)).toEqual([
      'ows:ServiceIdentification',
      'ows:OperationsMetadata',
      'Contents',
      'ServiceMetadataURL',
    ]);
    expect(names(contents ?? root)).toEqual(['Layer', 'TileMatrixSet']);
    expect(names(layer ?? root)).toEqual([
      'ows:Title',
      'ows:Abstract',
      'ows:WGS84BoundingBox',
      'ows:Identifier',
      'Style',
      'Format',
      'TileMatrixSetLink',
      'ResourceURL',
    ]);
  });

  it('say texts as texts, whatever is in them', () => {
    expect(textOf(layer, 'ows:Title')).toBe('<b>&"\'公厕</b>');
    expect(textOf(layer, 'ows:Abstract')).toBe('a & b');
    expect(textOf(found(root, 'ows:ServiceIdentification')[0], 'ows:AccessConstraints')).toBe(OPTIONS.review);
  });

  it('say where tiles are, by variables alone that a client fills in', () => {
    const template = found(layer ?? root, 'ResourceURL')[0]?.attributes['template'] ?? '';
    expect(template).toBe(
      'https://map.example/城/raster/toilets/{TileMatrixSet}/{TileMatrix}/{TileCol}/{TileRow}.png?theme={Style}&base=none&lang=zh',
    );
  });

  it('describe both matrix sets: origin in the order of axes, scale by the pixel of 0.28 mm, size by level', () => {
    const sets = found(contents ?? root, 'TileMatrixSet');
    expect(sets.map((set) => [textOf(set, 'ows:Identifier'), textOf(set, 'ows:SupportedCRS')])).toEqual([
      ['WebMercatorQuad', 'urn:ogc:def:crs:EPSG::3857'],
      ['CGCS2000Quad', 'urn:ogc:def:crs:EPSG::4490'],
    ]);
    const [mercator, degrees] = sets.map((set) => found(set, 'TileMatrix'));
    expect(mercator).toHaveLength(23);
    expect(degrees).toHaveLength(22);
    // OGC 07-057r7, annexes E.3 and E.4.
    expect(Number(textOf(mercator?.[0], 'ScaleDenominator'))).toBeCloseTo(559_082_264.0287178, 3);
    expect(Number(textOf(degrees?.[0], 'ScaleDenominator'))).toBeCloseTo(279_541_132.0143589, 3);
    expect(textOf(degrees?.[0], 'TopLeftCorner')).toBe('90 -180');
    expect([textOf(degrees?.[3], 'MatrixWidth'), textOf(degrees?.[3], 'MatrixHeight')]).toEqual(['16', '8']);
  });
});

describe('an exception report', () => {
  it('names the parameter and says what is wrong', () => {
    const root = parse(exceptionXml({ code: 'InvalidParameterValue', locator: 'layer', text: NASTY }, 'en'));
    const [exception] = found(root, 'Exception');
    expect(root.name).toBe('ExceptionReport');
    expect(exception?.attributes).toEqual({ exceptionCode: 'InvalidParameterValue', locator: 'layer' });
    expect(textOf(exception, 'ExceptionText')).toBe('<b>&"\'公厕</b>');
  });
});
