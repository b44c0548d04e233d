import { describe, expect, it } from 'vitest';
import { readCrs, toDegrees } from './crs.ts';
import { FileErrors } from './reader.ts';
import type { LoadError } from './types.ts';

const CITY = [120.3826, 36.0671] as const;
const PRJ_ZONE_39 =
  'PROJCS["CGCS2000_3_Degree_GK_Zone_39",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",39500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]';
const WKT2_120E =
  'PROJCRS["CGCS2000 / 3-degree Gauss-Kruger CM 120E",BASEGEOGCRS["China Geodetic Coordinate System 2000",DATUM["China 2000",ELLIPSOID["CGCS2000",6378137,298.257222101,LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]],ID["EPSG",4490]],CONVERSION["3-degree Gauss-Kruger CM 120E",METHOD["Transverse Mercator",ID["EPSG",9807]],PARAMETER["Latitude of natural origin",0,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["Longitude of natural origin",120,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["Scale factor at natural origin",1,SCALEUNIT["unity",1]],PARAMETER["False easting",500000,LENGTHUNIT["metre",1]],PARAMETER["False northing",0,LENGTHUNIT["metre",1]]],CS[Cartesian,2],AXIS["northing (X)",north,ORDER[1],LENGTHUNIT["metre",1]],AXIS["easting (Y)",east,ORDER[2],LENGTHUNIT["metre",1]],ID["EPSG",4549]]';
const PRJ_WEB =
  'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]';
const PRJ_2000 =
  'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';

function degreesOf(text: string, position: readonly number[]): unknown {
  const errors: LoadError[] = [];
  const feature = {
    number: 1,
    id: 'a',
    properties: {},
    text: true,
    geometry: { type: 'Point', coordinates: position },
  };
  const { geometry } = toDegrees(feature, readCrs(text), errors);
  return errors.length > 0 ? errors : (geometry as { readonly coordinates: unknown }).coordinates;
}

function refusal(text: string): unknown {
  try {
    return readCrs(text);
  } catch (error) {
    return error instanceof FileErrors ? error.errors[0]?.message : error;
  }
}

describe('a coordinate system', () => {
  // Positions by gdaltransform of GDAL 3.6.2 with PROJ 9.1.
  it.each([
    ['EPSG:4549', [534467.459486227, 3993055.81315757], CITY],
    ['urn:ogc:def:crs:EPSG::4549', [534467.459486227, 3993055.81315757], CITY],
    ['http://www.opengis.net/def/crs/EPSG/0/4549', [534467.459486227, 3993055.81315757], CITY],
    [WKT2_120E, [534467.459486227, 3993055.81315757], CITY],
    ['EPSG:4527', [39804783.8762577, 3998288.37404559], CITY],
    [PRJ_ZONE_39, [39804783.8762577, 3998288.37404559], CITY],
    [`COMPD_CS["a",${PRJ_ZONE_39},VERT_CS["b",VERT_DATUM["c",2005]]]`, [39804783.8762577, 3998288.37404559], CITY],
    ['EPSG:4528', [40534467.4594862, 3993055.81315757], CITY],
    ['EPSG:4508', [1346412.91756275, 4034002.46405205], CITY],
    ['EPSG:4497', [20346412.9175627, 4034002.46405205], CITY],
    ['EPSG:3857', [13400929.7323703, 4309858.16086735], CITY],
    [PRJ_WEB, [13400929.7323703, 4309858.16086735], CITY],
    ['EPSG:32651', [264274.590857056, 3994562.02126963], CITY],
    ['+proj=utm +zone=51 +datum=WGS84 +units=m', [264274.590857056, 3994562.02126963], CITY],
    ['EPSG:3826', [301463.157698174, 2770304.99159742], [121.51, 25.04]],
    ['EPSG:6677', [-6637.9491988691, -35499.9040139559], [139.76, 35.68]],
    ['EPSG:3067', [385700.421384906, 6672126.74301073], [24.94, 60.17]],
    ['EPSG:2154', [652301.564830528, 6861302.72589958], [2.35, 48.85]],
    ['EPSG:27700', [530591.166403492, 179571.0653766], [-0.12, 51.5]],
    ['EPSG:2326', [835559.642066805, 817895.754680294], [114.17, 22.3]],
  ])('%s is read to a decimetre, and with a shift of its datum to a few metres', (text, position, expected) => {
    const [lon, lat] = degreesOf(text, position) as [number, number];
    const digits = /EPSG:(2326|27700)/.test(text) ? 4 : 6;
    expect(lon).toBeCloseTo(expected[0], digits);
    expect(lat).toBeCloseTo(expected[1], digits);
  });

  it.each(['EPSG:4326', 'EPSG:4490', 'urn:ogc:def:crs:OGC:1.3:CRS84', PRJ_2000])('%s is taken as degrees', (text) => {
    expect(readCrs(text)).toBe('degrees');
  });

  it.each([
    ['EPSG:2437', 'crs-unknown'],
    ['EPSG:99999', 'crs-unknown'],
    ['LOCAL_CS["a"]', 'crs-unknown'],
    ['Qingdao city grid', 'crs-unknown'],
    ['+proj=tmerc +lon_0=120 +x_0=500000 +ellps=krass', 'crs-datum'],
    [
      PRJ_2000.replace('D_China_2000', 'D_Xian_1980').replace('6378137.0,298.257222101', '6378140.0,298.257'),
      'crs-datum',
    ],
  ])('%s is refused: %s', (text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it('of metres with positions in degrees is told of the feature', () => {
    expect(degreesOf('EPSG:4549', CITY)).toEqual([
      { feature: 1, message: 'crs-degrees', params: { crs: 'EPSG:4549', x: 120.3826, y: 36.0671 } },
    ]);
  });
});
