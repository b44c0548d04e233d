import { describe, expect, it } from 'vitest';
import { createProjection } from '../projection.ts';
import { crsOfGeoKeys, nameOfGeoKeys } from './geo-keys.ts';

describe('the keys of a GeoTIFF', () => {
  const ALBERS = {
    GTModelTypeGeoKey: 1,
    GTCitationGeoKey: 'Krasovsky_1940_Albers',
    ProjectedCSTypeGeoKey: 32_767,
    GeographicTypeGeoKey: 32_767,
    GeogSemiMajorAxisGeoKey: 6_378_245,
    GeogInvFlatteningGeoKey: 298.3,
    ProjCoordTransGeoKey: 11,
    ProjLinearUnitsGeoKey: 9001,
    ProjStdParallel1GeoKey: 25,
    ProjStdParallel2GeoKey: 47,
    ProjNatOriginLongGeoKey: 105,
    ProjNatOriginLatGeoKey: 0,
  };

  it('define a projection by its parameters', () => {
    const { forward } = createProjection(crsOfGeoKeys(ALBERS) ?? '');
    const [x, y] = forward(120.38, 36.07);
    // PROJ 9.5.1: +proj=aea +lat_0=0 +lon_0=105 +lat_1=25 +lat_2=47 +ellps=krass
    expect(x).toBeCloseTo(1354838.21, 1);
    expect(y).toBeCloseTo(3960930.644, 1);
    const [xKm] = createProjection(crsOfGeoKeys({ ...ALBERS, ProjLinearUnitsGeoKey: 9036 }) ?? '').forward(
      120.38,
      36.07,
    );
    expect(xKm).toBeCloseTo(1354838.21 / 1000, 3);
  });

  it('may have the text of ESRI in place of parameters, and ESRI’s code in place of EPSG’s', () => {
    const text =
      'PROJCS["World_Mollweide",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Mollweide"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],UNIT["Meter",1.0]]';
    const [lon, lat, x] = [120.38, 36.07, 10572387.19];
    const written = {
      GTModelTypeGeoKey: 32_767,
      GeographicTypeGeoKey: 4326,
      PCSCitationGeoKey: `ESRI PE String = ${text}`,
    };
    for (const keys of [written, { GTModelTypeGeoKey: 1, ProjectedCSTypeGeoKey: 54_009 }])
      expect(createProjection(crsOfGeoKeys(keys) ?? '').forward(lon, lat)[0]).toBeCloseTo(x, 1);
  });

  it('are of degrees where the model says so', () => {
    expect(crsOfGeoKeys({ GTModelTypeGeoKey: 2, GeographicTypeGeoKey: 4490 })).toBe('lonlat');
    expect(crsOfGeoKeys({ GTModelTypeGeoKey: 2, GeographicTypeGeoKey: 32_767, GeogGeodeticDatumGeoKey: 6326 })).toBe(
      'lonlat',
    );
    expect(crsOfGeoKeys({ GTModelTypeGeoKey: 2, GeographicTypeGeoKey: 4214 })).toBeNull();
  });

  it('that name a system that is not known are called by their name', () => {
    const keys = { GTModelTypeGeoKey: 32_767, GTCitationGeoKey: 'Eckert_IV', GeographicTypeGeoKey: 4326 };
    expect(crsOfGeoKeys(keys)).toBeNull();
    expect(nameOfGeoKeys({ ...keys, ProjectedCSTypeGeoKey: 32_767 })).toBe('Eckert_IV');
  });
});
