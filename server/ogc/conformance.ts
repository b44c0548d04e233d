/** What of which standards is implemented. Each class here has its abstract tests in ogc.db.test.ts. */
const OGC = 'http://www.opengis.net/spec';

const of = (standard: string, ...classes: readonly string[]): readonly string[] =>
  classes.map((each) => `${OGC}/${standard}/conf/${each}`);

export const CONFORMANCE: readonly string[] = [
  ...of('ogcapi-common-1/1.0', 'core', 'landing-page', 'json', 'html', 'oas30'),
  ...of('ogcapi-common-2/1.0', 'collections'),
  ...of('ogcapi-features-1/1.0', 'core', 'oas30', 'html', 'geojson'),
  ...of('ogcapi-features-2/1.0', 'crs'),
  ...of('ogcapi-features-3/1.0', 'queryables', 'queryables-query-parameters', 'filter', 'features-filter'),
  ...of(
    'cql2/1.0',
    'cql2-text',
    'cql2-json',
    'basic-cql2',
    'advanced-comparison-operators',
    'case-insensitive-comparison',
    'accent-insensitive-comparison',
    'basic-spatial-functions',
    'basic-spatial-functions-plus',
    'spatial-functions',
    'temporal-functions',
    'property-property',
  ),
  ...of(
    'ogcapi-features-5/1.0',
    'schemas',
    'core-roles-features',
    'returnables-and-receivables',
    'queryables',
    'sortables',
  ),
  ...of(
    'ogcapi-tiles-1/1.0',
    'core',
    'tileset',
    'tilesets-list',
    'dataset-tilesets',
    'geodata-tilesets',
    'mvt',
    'oas30',
  ),
  ...of('ogcapi-styles-1/0.0', 'core', 'mapbox-style', 'html'),
];
