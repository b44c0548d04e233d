/**
 * Well-known text of projected coordinate systems, of both versions, as definitions of PROJ. proj4 reads such text too,
 * but takes parameters of some projections for others, and puts the map a thousand kilometres off without a word.
 */

/** Projections by the names that EPSG, ESRI and GDAL have for them, in lower case without marks between the words. */
const PROJECTIONS: Readonly<Record<string, string>> = {
  'transverse mercator': 'tmerc',
  'gauss kruger': 'tmerc',
  mercator: 'merc',
  'mercator 1sp': 'merc',
  'mercator 2sp': 'merc',
  'mercator variant a': 'merc',
  'mercator variant b': 'merc',
  'lambert conformal conic': 'lcc',
  'lambert conformal conic 1sp': 'lcc',
  'lambert conformal conic 2sp': 'lcc',
  'lambert conic conformal 1sp': 'lcc',
  'lambert conic conformal 2sp': 'lcc',
  albers: 'aea',
  'albers conic equal area': 'aea',
  'albers equal area': 'aea',
  'lambert azimuthal equal area': 'laea',
  'azimuthal equidistant': 'aeqd',
  'modified azimuthal equidistant': 'aeqd',
  'equidistant conic': 'eqdc',
  mollweide: 'moll',
  sinusoidal: 'sinu',
  robinson: 'robin',
  'equal earth': 'eqearth',
  polyconic: 'poly',
  'american polyconic': 'poly',
  'cylindrical equal area': 'cea',
  'lambert cylindrical equal area': 'cea',
  behrmann: 'cea',
  'plate carree': 'eqc',
  equirectangular: 'eqc',
  'equidistant cylindrical': 'eqc',
  'stereographic north pole': 'stere',
  'stereographic south pole': 'stere',
  'polar stereographic': 'stere',
  'polar stereographic variant a': 'stere',
  'polar stereographic variant b': 'stere',
  stereographic: 'stere',
  'double stereographic': 'sterea',
  'oblique stereographic': 'sterea',
  'cassini soldner': 'cass',
  cassini: 'cass',
  bonne: 'bonne',
  'eckert vi': 'eck6',
};
const PSEUDO_MERCATOR = new Set(['mercator auxiliary sphere', 'popular visualisation pseudo mercator']);

/** Parameters by their names, likewise. */
const ANGLES: Readonly<Record<string, string>> = {
  'central meridian': 'lon_0',
  'longitude of natural origin': 'lon_0',
  'longitude of false origin': 'lon_0',
  'longitude of center': 'lon_0',
  'longitude of origin': 'lon_0',
  'latitude of origin': 'lat_0',
  'latitude of natural origin': 'lat_0',
  'latitude of false origin': 'lat_0',
  'latitude of center': 'lat_0',
  'central parallel': 'lat_0',
  'standard parallel 1': 'lat_1',
  'latitude of 1st standard parallel': 'lat_1',
  'latitude of standard parallel': 'lat_1',
  'standard parallel 2': 'lat_2',
  'latitude of 2nd standard parallel': 'lat_2',
};
const LENGTHS: Readonly<Record<string, string>> = {
  'false easting': 'x_0',
  'easting at false origin': 'x_0',
  'false northing': 'y_0',
  'northing at false origin': 'y_0',
};
const SCALES = new Set(['scale factor', 'scale factor at natural origin']);

/** Projections whose first standard parallel is that of true scale. */
const WITH_TRUE_SCALE = new Set(['merc', 'cea', 'eqc']);

interface Node {
  readonly keyword: string;
  readonly values: readonly (string | number)[];
  readonly nodes: readonly Node[];
}

/** Systems on the ground: what has heights as well, or is bound to WGS 84 by a shift, holds one. */
const ON_GROUND = ['PROJCS', 'PROJCRS', 'PROJECTEDCRS', 'GEOGCS', 'GEOGCRS', 'GEOGRAPHICCRS', 'GEODCRS', 'GEODETICCRS'];
/** Of WGS 84, CGCS2000, ETRS89, NAD83, JGD2000 and 2011, GDA, TWD97 …: they differ by less than two metres. */
const MODERN_AXIS_M = 6_378_137;

export function isModernAxis(axisM: number): boolean {
  return Math.abs(axisM - MODERN_AXIS_M) < 0.5;
}

/** Null where the text, or the projection that it names, is not known; `lonlat` for degrees of WGS 84 and its like. */
export function projOfWkt(text: string): string | null {
  const whole = parseWkt(text);
  const root = whole === null ? undefined : find(whole, ...ON_GROUND);
  if (whole === null || root === undefined) return null;
  const extension = find(root, 'EXTENSION');
  if (extension?.values[0] === 'PROJ4' && typeof extension.values[1] === 'string') return extension.values[1];
  const ellipsoid = find(root, 'SPHEROID', 'ELLIPSOID');
  const meridian = find(root, 'PRIMEM', 'PRIMEMERIDIAN')?.values[1] ?? 0;
  const [, a, rf] = ellipsoid?.values ?? [];
  if (typeof a !== 'number' || typeof rf !== 'number' || meridian !== 0) return null;
  const shift = find(root, 'TOWGS84')?.values.join(',') ?? shiftOfBound(whole);
  const shape = rf === 0 ? `+a=${a} +b=${a}` : `+a=${a} +rf=${rf}`;
  const datum = shift === undefined ? shape : `${shape} +towgs84=${shift}`;
  const method = find(root, 'PROJECTION', 'METHOD')?.values[0];
  if (method === undefined) {
    if (!root.keyword.startsWith('GEO') || !isInDegrees(root)) return null;
    const isModern = isModernAxis(a) && rf !== 0 && !/[1-9]/.test(shift ?? '');
    return isModern ? 'lonlat' : `+proj=longlat ${datum} +no_defs`;
  }
  const name = plain(String(method));
  if (PSEUDO_MERCATOR.has(name))
    return `+proj=merc +a=${a} +b=${a} +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +nadgrids=@null`;
  const proj = PROJECTIONS[name];
  if (proj === undefined) return null;
  const metres = metresOf(root);
  const values = parametersOf(root, metres);
  if (name === 'behrmann') values.set('lat_1', 30);
  // PROJ reads a latitude of origin of Mercator's as that of true scale.
  if (proj === 'merc' && !values.has('lat_1') && (values.get('lat_0') ?? 0) !== 0) rename(values, 'lat_0', 'lat_ts');
  if (WITH_TRUE_SCALE.has(proj)) rename(values, 'lat_1', 'lat_ts');
  if (proj === 'lcc' && !values.has('lat_1')) values.set('lat_1', values.get('lat_0') ?? 0);
  if (proj === 'stere' && name !== 'stereographic') placeAtPole(values, name);
  const parameters = [...values].map(([key, value]) => `+${key}=${value}`);
  return [`+proj=${proj}`, ...parameters, datum, `+to_meter=${metres}`, '+no_defs'].join(' ');
}

/** Parameters of a shift to WGS 84 in a BOUNDCRS, in the order of `+towgs84`. */
const SHIFTS = [
  'x axis translation',
  'y axis translation',
  'z axis translation',
  'x axis rotation',
  'y axis rotation',
  'z axis rotation',
  'scale difference',
];

function shiftOfBound(whole: Node): string | undefined {
  const transformation = find(whole, 'ABRIDGEDTRANSFORMATION');
  if (transformation === undefined) return undefined;
  const method = plain(String(find(transformation, 'METHOD')?.values[0] ?? ''));
  const given = new Map(
    all(transformation, 'PARAMETER').map(({ values: [name, value] }) => [plain(String(name)), Number(value)] as const),
  );
  // Rotations of the frame are those of the positions the other way about.
  const sign = method.startsWith('coordinate frame') ? -1 : 1;
  return SHIFTS.map((name) => (given.get(name) ?? 0) * (name.endsWith('rotation') ? sign : 1)).join(',');
}

/** Whether the angles of a geographic system are degrees: those of France may be grads. */
function isInDegrees(root: Node): boolean {
  const units = [...all(root, 'ANGLEUNIT'), ...root.nodes.filter(({ keyword }) => keyword === 'UNIT')];
  return units.every(({ values: [, radians] }) => Math.abs(Number(radians) - Math.PI / 180) < 1e-9);
}

/** The latitude of a polar projection is that of true scale, on the side of the pole. */
function placeAtPole(values: Map<string, number>, name: string): void {
  const latitude = values.get('lat_1') ?? values.get('lat_0') ?? 90;
  const pole = name.includes('south') ? -90 : name.includes('north') ? 90 : Math.sign(latitude) * 90;
  values.set('lat_0', pole);
  values.delete('lat_1');
  if (Math.abs(latitude) < 90) values.set('lat_ts', latitude);
}

function rename(values: Map<string, number>, from: string, to: string): void {
  const value = values.get(from);
  if (value === undefined) return;
  values.delete(from);
  values.set(to, value);
}

/** Parameters as PROJ has them: degrees and metres. */
function parametersOf(root: Node, metres: number): Map<string, number> {
  const values = new Map<string, number>();
  // In the first version the angles of the projection are in the unit of the system that it projects.
  const ofSystem = find(root, 'GEOGCS')?.nodes.find(({ keyword }) => keyword === 'UNIT')?.values[1];
  for (const {
    values: [name, value],
    nodes,
  } of all(root, 'PARAMETER')) {
    const key = plain(String(name));
    if (typeof value !== 'number') continue;
    const unit = nodes.find(({ keyword }) => /UNIT$/.test(keyword))?.values[1];
    const angle = ANGLES[key];
    const length = LENGTHS[key];
    if (angle !== undefined) values.set(angle, inDegrees(value, unit ?? ofSystem));
    else if (length !== undefined) values.set(length, value * (typeof unit === 'number' ? unit : metres));
    else if (SCALES.has(key)) values.set('k', value);
  }
  return values;
}

/** @param unit in radians: those of a degree are not exact in a text, so a degree stays as it is */
function inDegrees(value: number, unit: unknown): number {
  return typeof unit === 'number' && Math.abs(unit - Math.PI / 180) > 1e-9 ? (value * unit * 180) / Math.PI : value;
}

/** Metres of the unit of the system's axes. */
function metresOf(root: Node): number {
  const own = root.nodes.find(({ keyword }) => keyword === 'UNIT' || keyword === 'LENGTHUNIT');
  const ofAxis = root.nodes
    .find(({ keyword }) => keyword === 'AXIS')
    ?.nodes.find(({ keyword }) => keyword === 'LENGTHUNIT');
  const metres = (own ?? ofAxis)?.values[1];
  return typeof metres === 'number' ? metres : 1;
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join(' ');
}

function find(node: Node, ...keywords: readonly string[]): Node | undefined {
  if (keywords.includes(node.keyword)) return node;
  for (const each of node.nodes) {
    const found = find(each, ...keywords);
    if (found !== undefined) return found;
  }
  return undefined;
}

function all(node: Node, keyword: string): readonly Node[] {
  return [...(node.keyword === keyword ? [node] : []), ...node.nodes.flatMap((each) => all(each, keyword))];
}

/** A keyword, a text in quotes, a number, or a mark. */
const TOKEN = /"((?:[^"]|"")*)"|([A-Za-z_][A-Za-z_0-9]*)|([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)|([[\](),])|\s+/y;

/** Null where brackets do not match, or something else stands there. */
function parseWkt(text: string): Node | null {
  const stack: { keyword: string; values: (string | number)[]; nodes: Node[] }[] = [
    { keyword: '', values: [], nodes: [] },
  ];
  let word = '';
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) return null;
    const [, quoted, keyword, number, mark] = match;
    const top = stack.at(-1);
    if (top === undefined) return null;
    if (quoted !== undefined) top.values.push(quoted.replaceAll('""', '"'));
    else if (keyword !== undefined) word = keyword.toUpperCase();
    else if (number !== undefined) top.values.push(Number(number));
    else if (mark === '[' || mark === '(') stack.push({ keyword: word, values: [], nodes: [] });
    else if (mark === ']' || mark === ')') {
      stack.pop();
      stack.at(-1)?.nodes.push(top);
    }
  }
  return stack.length === 1 ? (stack[0]?.nodes[0] ?? null) : null;
}
