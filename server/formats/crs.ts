/** Coordinate systems that files are written in, as each format describes one. */

/** The system in words, for the formats that carry a description of their own. */
export interface FileCrs {
  /** EPSG number. */
  readonly srid: number;
  readonly name: string;
  readonly isDegrees: boolean;
  /** OGC 01-009, with the numbers of EPSG. */
  readonly wkt: string;
  /** As ArcGIS writes it into `.prj`. */
  readonly esriWkt: string;
  /** PROJJSON 0.5; null for WGS 84, which files have without saying so. */
  readonly projJson: object | null;
}

interface Datum {
  readonly srid: number;
  readonly name: string;
  readonly wkt: string;
  readonly esriWkt: string;
  readonly projJson: object;
}

const DEGREE = 'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]]';
const GREENWICH = 'PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]]';
const METRE = 'UNIT["metre",1,AUTHORITY["EPSG","9001"]]';

const WGS84: Datum = {
  srid: 4326,
  name: 'WGS 84',
  wkt:
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],' +
    `AUTHORITY["EPSG","6326"]],${GREENWICH},${DEGREE},AUTHORITY["EPSG","4326"]]`,
  esriWkt:
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],' +
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]',
  projJson: geographic(4326, 'WGS 84', 'World Geodetic System 1984', 'WGS 84', 298.257223563),
};

const CGCS2000: Datum = {
  srid: 4490,
  name: 'China Geodetic Coordinate System 2000',
  wkt:
    'GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",' +
    'SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],' +
    `${GREENWICH},${DEGREE},AUTHORITY["EPSG","4490"]]`,
  esriWkt:
    'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",' +
    'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]',
  projJson: geographic(4490, 'China Geodetic Coordinate System 2000', 'China 2000', 'CGCS2000', 298.257222101),
};

function geographic(srid: number, name: string, datum: string, ellipsoid: string, flattening: number): object {
  return {
    type: 'GeographicCRS',
    name,
    datum: {
      type: 'GeodeticReferenceFrame',
      name: datum,
      ellipsoid: { name: ellipsoid, semi_major_axis: 6378137, inverse_flattening: flattening },
    },
    coordinate_system: {
      subtype: 'ellipsoidal',
      axis: [
        { name: 'Geodetic latitude', abbreviation: 'Lat', direction: 'north', unit: 'degree' },
        { name: 'Geodetic longitude', abbreviation: 'Lon', direction: 'east', unit: 'degree' },
      ],
    },
    id: { authority: 'EPSG', code: srid },
  };
}

const AXES = {
  east: { name: 'Easting', abbreviation: 'X', direction: 'east', unit: 'metre' },
  north: { name: 'Northing', abbreviation: 'Y', direction: 'north', unit: 'metre' },
} as const;

function parameter(code: number, name: string, value: number, unit: string): object {
  return { name, value, unit, id: { authority: 'EPSG', code } };
}

const WEB_MERCATOR: FileCrs = {
  srid: 3857,
  name: 'WGS 84 / Pseudo-Mercator',
  isDegrees: false,
  wkt:
    `PROJCS["WGS 84 / Pseudo-Mercator",${WGS84.wkt},PROJECTION["Mercator_1SP"],PARAMETER["central_meridian",0],` +
    'PARAMETER["scale_factor",1],PARAMETER["false_easting",0],PARAMETER["false_northing",0],' +
    `${METRE},AXIS["Easting",EAST],AXIS["Northing",NORTH],EXTENSION["PROJ4","+proj=merc +a=6378137 +b=6378137 ` +
    '+lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +wktext +no_defs"],AUTHORITY["EPSG","3857"]]',
  esriWkt:
    `PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",${WGS84.esriWkt},PROJECTION["Mercator_Auxiliary_Sphere"],` +
    'PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],' +
    'PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]',
  projJson: {
    type: 'ProjectedCRS',
    name: 'WGS 84 / Pseudo-Mercator',
    base_crs: WGS84.projJson,
    conversion: {
      name: 'Popular Visualisation Pseudo-Mercator',
      method: { name: 'Popular Visualisation Pseudo Mercator', id: { authority: 'EPSG', code: 1024 } },
      parameters: [
        parameter(8801, 'Latitude of natural origin', 0, 'degree'),
        parameter(8802, 'Longitude of natural origin', 0, 'degree'),
        parameter(8806, 'False easting', 0, 'metre'),
        parameter(8807, 'False northing', 0, 'metre'),
      ],
    },
    coordinate_system: { subtype: 'Cartesian', axis: [AXES.east, AXES.north] },
    id: { authority: 'EPSG', code: 3857 },
  },
};

/** Zones of three degrees by their central meridian, 75° to 135° east, as China uses them: EPSG 4534 to 4554. */
const ZONES = { first: 4534, last: 4554, firstMeridian: 75, step: 3 } as const;

function gaussKruger(srid: number): FileCrs {
  const meridian = ZONES.firstMeridian + (srid - ZONES.first) * ZONES.step;
  const name = `CGCS2000 / 3-degree Gauss-Kruger CM ${String(meridian)}E`;
  return {
    srid,
    name,
    isDegrees: false,
    wkt:
      `PROJCS["${name}",${CGCS2000.wkt},PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],` +
      `PARAMETER["central_meridian",${String(meridian)}],PARAMETER["scale_factor",1],` +
      `PARAMETER["false_easting",500000],PARAMETER["false_northing",0],${METRE},` +
      `AUTHORITY["EPSG","${String(srid)}"]]`,
    esriWkt:
      `PROJCS["CGCS2000_3_Degree_GK_CM_${String(meridian)}E",${CGCS2000.esriWkt},PROJECTION["Gauss_Kruger"],` +
      `PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],` +
      `PARAMETER["Central_Meridian",${String(meridian)}.0],PARAMETER["Scale_Factor",1.0],` +
      'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]',
    projJson: {
      type: 'ProjectedCRS',
      name,
      base_crs: CGCS2000.projJson,
      conversion: {
        name: `3-degree Gauss-Kruger CM ${String(meridian)}E`,
        method: { name: 'Transverse Mercator', id: { authority: 'EPSG', code: 9807 } },
        parameters: [
          parameter(8801, 'Latitude of natural origin', 0, 'degree'),
          parameter(8802, 'Longitude of natural origin', meridian, 'degree'),
          parameter(8805, 'Scale factor at natural origin', 1, 'unity'),
          parameter(8806, 'False easting', 500_000, 'metre'),
          parameter(8807, 'False northing', 0, 'metre'),
        ],
      },
      coordinate_system: {
        subtype: 'Cartesian',
        axis: [
          { ...AXES.north, abbreviation: 'X' },
          { ...AXES.east, abbreviation: 'Y' },
        ],
      },
      id: { authority: 'EPSG', code: srid },
    },
  };
}

/** Systems in the words of an error. */
export const CRS_CHOICES = 'CRS84, 4326, 4490, 3857, 4534–4554';

/** WGS 84, longitude first. */
export const CRS84: FileCrs = { ...WGS84, isDegrees: true, projJson: null };

/** Null where files are not written in the system. */
function crsOf(srid: number): FileCrs | null {
  if (srid === CRS84.srid) return CRS84;
  if (srid === CGCS2000.srid) return { ...CGCS2000, isDegrees: true };
  if (srid === WEB_MERCATOR.srid) return WEB_MERCATOR;
  return Number.isInteger(srid) && srid >= ZONES.first && srid <= ZONES.last ? gaussKruger(srid) : null;
}

const NAMES =
  /^(?:https?:\/\/www\.opengis\.net\/def\/crs\/EPSG\/[\d.]+\/|urn:ogc:def:crs:EPSG:[\d.]*:|EPSG:)?(\d{4,6})$/i;
const CRS84_NAMES =
  /^(?:https?:\/\/www\.opengis\.net\/def\/crs\/OGC\/[\d.]+\/|urn:ogc:def:crs:OGC:[\d.]*:|OGC:)?CRS84$/i;

/** Reads `4549`, `EPSG:4549`, `CRS84` and the addresses of both. Null for what is neither, or not written. */
export function readFileCrs(text: string): FileCrs | null {
  if (CRS84_NAMES.test(text)) return CRS84;
  const number = NAMES.exec(text)?.[1];
  return number === undefined ? null : crsOf(Number(number));
}
