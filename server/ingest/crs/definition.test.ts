import proj4 from 'proj4';
import { describe, expect, it } from 'vitest';
import { definitionOf } from './definition.ts';

/** Code, degrees, and where PROJ 9.5.1 (pyproj 3.7.2) has them, in metres. */
const BY_CODE: readonly (readonly [code: string, lon: number, lat: number, x: number, y: number])[] = [
  ['EPSG:2154', 120.38, 36.07, 7893422.293, 12048002.901],
  ['EPSG:2193', 120.38, 36.07, -3264595.433, 15567198.315],
  ['EPSG:3031', 120.38, 36.07, 20888648.352, -12245497.858],
  ['EPSG:3035', 24.94, 60.17, 5145382.162, 4206177.504],
  ['EPSG:3067', 24.94, 60.17, 385700.421, 6672126.743],
  ['EPSG:3395', 120.38, 36.07, 13400640.302, 4285098.824],
  ['EPSG:3413', 24.94, 60.17, 3103071.787, -1133107.178],
  ['EPSG:3577', 120.38, 36.07, -1687159.123, 3046084.871],
  ['EPSG:3879', 24.94, 60.17, 25496669.192, 6673014.666],
  ['EPSG:4087', 120.38, 36.07, 13400640.302, 4015294.033],
  ['EPSG:5070', -104.99, 39.74, -762375.215, 1893930.44],
  ['EPSG:5880', -51.2, -30.03, 5270053.365, 6673258.541],
  ['EPSG:6931', 120.38, 36.07, 4994898.135, 2928146.11],
  ['EPSG:6932', -51.2, -30.03, -4971250.724, 3996988.202],
  ['EPSG:6933', 120.38, 36.07, 11615018.417, 4310257.382],
  ['EPSG:8857', 120.38, 36.07, 10468470.642, 4475750.078],
  ['EPSG:3857', 120.38, 36.07, 13400640.302, 4310257.544],
  ['EPSG:32651', 120.38, 36.07, 264049.051, 3994890.088],
  ['EPSG:32722', -51.2, -30.03, 480716.248, 6677873.553],
  ['EPSG:31982', -51.2, -30.03, 480716.248, 6677873.553],
  ['EPSG:31972', 120.38, 36.07, -889970.177, 15892819.204],
  ['EPSG:25832', 120.38, 36.07, 6746413.327, 12953106.737],
  ['EPSG:26913', -104.99, 39.74, 500856.826, 4398900.458],
  ['EPSG:28356', 120.38, 36.07, -2480839.392, 14525042.102],
  ['EPSG:4549', 120.38, 36.07, 534231.975, 3993376.682],
  ['EPSG:4528', 120.38, 36.07, 40534231.975, 3993376.682],
  ['EPSG:4508', 120.38, 36.07, 1346146.306, 4034302.688],
  ['EPSG:4497', 120.38, 36.07, 20346146.306, 4034302.688],
  ['ESRI:53008', 120.38, 36.07, 10819593.989, 4010801.004],
  ['ESRI:53009', 120.38, 36.07, 10560556.913, 4340702.192],
  ['ESRI:54001', 120.38, 36.07, 13400640.302, 4015294.033],
  ['ESRI:54002', 120.38, 36.07, 6700320.151, 4015294.033],
  ['ESRI:54004', 120.38, 36.07, 13400640.302, 4285098.824],
  ['ESRI:54008', 120.38, 36.07, 10844304.582, 3993309.846],
  ['ESRI:54009', 120.38, 36.07, 10572387.19, 4345564.787],
  ['ESRI:54017', 120.38, 36.07, 11615018.417, 4310257.382],
  ['ESRI:54030', 120.38, 36.07, 10673973.672, 3857615.755],
  ['ESRI:54034', 120.38, 36.07, 13400640.302, 3735919.907],
  ['ESRI:54035', 120.38, 36.07, 10468470.642, 4475750.078],
  ['ESRI:102003', -104.99, 39.74, -762375.215, 287144.179],
  ['ESRI:102008', -104.99, 39.74, -724432.323, 3709.994],
  ['ESRI:102012', 120.38, 36.07, 1345150.469, 4504485.654],
  ['ESRI:102017', 120.38, 36.07, 4994898.135, 2928146.11],
  ['ESRI:102020', -51.2, -30.03, -4971250.724, 3996988.202],
  ['ESRI:102022', 36.82, -1.29, 1224496.291, -156294.767],
  ['ESRI:102025', 120.38, 36.07, 2072521.736, 997677.133],
  ['ESRI:102028', 36.82, -1.29, -9294565.228, 125422.842],
];

/** The same of well-known texts, as pyproj writes them. */
const BY_TEXT: readonly (readonly [name: string, text: string, lon: number, lat: number, x: number, y: number])[] = [
  [
    'Mollweide of ESRI',
    [
      'PROJCS["World_Mollweide",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",637813',
      '7.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["M',
      'ollweide"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central',
      '_Meridian",0.0],UNIT["Meter",1.0]]',
    ].join(''),
    120.38,
    36.07,
    10572387.19,
    4345564.787,
  ],
  [
    'a polar one of ESRI',
    [
      'PROJCS["WGS_1984_NSIDC_Sea_Ice_Polar_Stereographic_North",GEOGCS["GCS_WGS_1984",DATUM["D_WGS',
      '_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0',
      '.0174532925199433]],PROJECTION["Stereographic_North_Pole"],PARAMETER["False_Easting",0.0],PA',
      'RAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",-45.0],PARAMETER["Standard_Parall',
      'el_1",70.0],UNIT["Meter",1.0]]',
    ].join(''),
    24.94,
    60.17,
    3103071.787,
    -1133107.178,
  ],
  [
    'Equidistant_Cylindrical',
    [
      'PROJCS["World_Equidistant_Cylindrical",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WG',
      'S_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]',
      ',PROJECTION["Equidistant_Cylindrical"],PARAMETER["False_Easting",0.0],PARAMETER["False_North',
      'ing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",60.0],UNIT["Mete',
      'r",1.0]]',
    ].join(''),
    120.38,
    36.07,
    6700320.151,
    4015294.033,
  ],
  [
    'Behrmann',
    [
      'PROJCS["World_Behrmann",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137',
      '.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Be',
      'hrmann"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_M',
      'eridian",0.0],UNIT["Meter",1.0]]',
    ].join(''),
    120.38,
    36.07,
    11615018.417,
    4310257.382,
  ],
  [
    'LAEA, version 2',
    [
      'PROJCRS["ETRS89-extended / LAEA Europe",BASEGEOGCRS["ETRS89",ENSEMBLE["European Terrestrial ',
      'Reference System 1989 ensemble",MEMBER["European Terrestrial Reference Frame 1989"],MEMBER["',
      'European Terrestrial Reference Frame 1990"],MEMBER["European Terrestrial Reference Frame 199',
      '1"],MEMBER["European Terrestrial Reference Frame 1992"],MEMBER["European Terrestrial Referen',
      'ce Frame 1993"],MEMBER["European Terrestrial Reference Frame 1994"],MEMBER["European Terrest',
      'rial Reference Frame 1996"],MEMBER["European Terrestrial Reference Frame 1997"],MEMBER["Euro',
      'pean Terrestrial Reference Frame 2000"],MEMBER["European Terrestrial Reference Frame 2005"],',
      'MEMBER["European Terrestrial Reference Frame 2014"],MEMBER["European Terrestrial Reference F',
      'rame 2020"],ELLIPSOID["GRS 1980",6378137,298.257222101,LENGTHUNIT["metre",1]],ENSEMBLEACCURA',
      'CY[0.1]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]],ID["EPSG",4258]],CONVE',
      'RSION["Europe Equal Area 2001",METHOD["Lambert Azimuthal Equal Area",ID["EPSG",9820]],PARAME',
      'TER["Latitude of natural origin",52,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8801]],',
      'PARAMETER["Longitude of natural origin",10,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",',
      '8802]],PARAMETER["False easting",4321000,LENGTHUNIT["metre",1],ID["EPSG",8806]],PARAMETER["F',
      'alse northing",3210000,LENGTHUNIT["metre",1],ID["EPSG",8807]]],CS[Cartesian,2],AXIS["northin',
      'g (Y)",north,ORDER[1],LENGTHUNIT["metre",1]],AXIS["easting (X)",east,ORDER[2],LENGTHUNIT["me',
      'tre",1]],ID["EPSG",3035]]',
    ].join(''),
    24.94,
    60.17,
    5145382.162,
    4206177.504,
  ],
  [
    'Albers of GDAL',
    [
      'PROJCS["Asia_North_Albers_Equal_Area_Conic",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 8',
      '4",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwi',
      'ch",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],A',
      'UTHORITY["EPSG","4326"]],PROJECTION["Albers_Conic_Equal_Area"],PARAMETER["latitude_of_center',
      '",30],PARAMETER["longitude_of_center",95],PARAMETER["standard_parallel_1",15],PARAMETER["sta',
      'ndard_parallel_2",65],PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre',
      '",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["ESRI","',
      '102025"]]',
    ].join(''),
    120.38,
    36.07,
    2072521.736,
    997677.133,
  ],
  [
    'Lambert, version 2',
    [
      'PROJCRS["RGF93 v1 / Lambert-93",BASEGEOGCRS["RGF93 v1",DATUM["Reseau Geodesique Francais 199',
      '3 v1",ELLIPSOID["GRS 1980",6378137,298.257222101,LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",',
      '0,ANGLEUNIT["degree",0.0174532925199433]],ID["EPSG",4171]],CONVERSION["Lambert-93",METHOD["L',
      'ambert Conic Conformal (2SP)",ID["EPSG",9802]],PARAMETER["Latitude of false origin",46.5,ANG',
      'LEUNIT["degree",0.0174532925199433],ID["EPSG",8821]],PARAMETER["Longitude of false origin",3',
      ',ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8822]],PARAMETER["Latitude of 1st standard',
      ' parallel",49,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8823]],PARAMETER["Latitude of',
      ' 2nd standard parallel",44,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8824]],PARAMETER',
      '["Easting at false origin",700000,LENGTHUNIT["metre",1],ID["EPSG",8826]],PARAMETER["Northing',
      ' at false origin",6600000,LENGTHUNIT["metre",1],ID["EPSG",8827]]],CS[Cartesian,2],AXIS["east',
      'ing (X)",east,ORDER[1],LENGTHUNIT["metre",1]],AXIS["northing (Y)",north,ORDER[2],LENGTHUNIT[',
      '"metre",1]],ID["EPSG",2154]]',
    ].join(''),
    120.38,
    36.07,
    7893422.293,
    12048002.901,
  ],
  [
    'Pseudo-Mercator',
    [
      'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPH',
      'EROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.017453292',
      '5199433]],PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["',
      'False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],',
      'PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]',
    ].join(''),
    120.38,
    36.07,
    13400640.302,
    4310257.544,
  ],
  [
    'CGCS2000',
    [
      'PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DAT',
      'UM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT',
      '["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0',
      '],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Facto',
      'r",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]',
    ].join(''),
    120.38,
    36.07,
    534231.975,
    3993376.682,
  ],
];

/** Robinson's projection is a table, which proj4 and PROJ read between its lines each in their own way. */
const offM = (text: string): number => (text.includes('54030') ? 0.5 : 0.02);

function expectPlace(
  text: string,
  [lon, lat]: readonly [number, number],
  [x, y]: readonly [number, number],
  off: number,
): void {
  const { forward, inverse } = proj4(definitionOf(text) ?? '');
  const [east = NaN, north = NaN]: readonly number[] = forward([lon, lat]);
  expect(Math.hypot(east - x, north - y)).toBeLessThan(off);
  const [backLon = NaN, backLat = NaN]: readonly number[] = inverse([x, y]);
  expect(Math.hypot(backLon - lon, backLat - lat)).toBeLessThan(off * 1e-5);
}

describe('coordinate systems', () => {
  it.each(BY_CODE)('%s has its places where PROJ has them', (code, lon, lat, x, y) => {
    expectPlace(code, [lon, lat], [x, y], offM(code));
  });

  it.each(BY_TEXT)('are read from well-known text: %s', (_, text, lon, lat, x, y) => {
    expectPlace(text, [lon, lat], [x, y], 0.02);
  });

  it('are named in every way that people write them', () => {
    const same = [
      'EPSG:4549',
      'epsg:4549',
      '4549',
      'urn:ogc:def:crs:EPSG::4549',
      'http://www.opengis.net/def/crs/EPSG/0/4549',
      '+init=epsg:4549',
    ];
    expect(new Set(same.map(definitionOf)).size).toBe(1);
    expect(['EPSG:4326', 'CRS84', 'urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4490'].map(definitionOf)).toEqual(
      Array(4).fill('lonlat'),
    );
    expect(
      definitionOf(
        'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]',
      ),
    ).toBe('lonlat');
  });

  it('take what PROJ takes for parameters that are left out', () => {
    const short = '+proj=aea +lat_1=25 +lat_2=47 +lon_0=105 +datum=WGS84';
    const whole = `${short} +lat_0=0 +x_0=0 +y_0=0 +units=m`;
    const [a, b] = [short, whole].map((text) => proj4(definitionOf(text) ?? '').forward([120.38, 36.07]));
    expect(a).toEqual(b);
    expect(
      proj4(definitionOf('proj=aea lat_1=25 lat_2=47 lon_0=105 datum=WGS84') ?? '').forward([120.38, 36.07]),
    ).toEqual(b);
    // With one standard parallel, PROJ has the origin of Lambert's conic on it.
    const conic = proj4(definitionOf('+proj=lcc +lat_1=30 +lon_0=105 +datum=WGS84') ?? '');
    expect(conic.forward([105, 30])[1]).toBeCloseTo(0, 6);
  });

  it('that are not known are said to be so', () => {
    const unknown = [
      'EPSG:2000',
      'EPSG:4214',
      'ESRI:1',
      'nonsense',
      '+proj=nonsense',
      '',
      'PROJCS["x"',
      'PROJCS["x",PROJECTION["Eckert_IV"]]',
      // proj4 draws these elsewhere than PROJ, by kilometres or halfway around the world.
      '+proj=ortho +lat_0=90 +datum=WGS84',
      '+proj=mill +R_A +datum=WGS84',
      '+proj=tmerc +lat_0=0 +lon_0=15 +axis=wsu +ellps=WGS84',
      '+proj=utm +zone=12 +datum=NAD27 +nadgrids=conus',
    ];
    expect(unknown.map(definitionOf)).toEqual(Array(unknown.length).fill(null));
  });

  it('are those of the zones of CGCS2000, with the number of the zone before the easting or without', () => {
    expect(
      [4549, 4528, 4508, 32_651].map((code) => /lon_0=\S+|zone=\S+/.exec(definitionOf(`EPSG:${code}`) ?? '')?.[0]),
    ).toEqual(['lon_0=120', 'lon_0=120', 'lon_0=111', 'zone=51']);
    expect(definitionOf('EPSG:4528')).toContain('+x_0=40500000');
  });
});
