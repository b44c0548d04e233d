/** The formats that features are given in, whoever asks. */
import type { Text } from '../../tiles/layer/layer.ts';
import type { GeometryForm } from '../layers/source.ts';
import { writeCsv, type CsvOptions } from './csv.ts';
import type { FileDescription, Pages } from './description.ts';
import { writeFlatGeobuf } from './flatgeobuf.ts';
import { writeGeoJson, writeGeoJsonSequence } from './geojson.ts';
import { writeGeoPackage } from './geopackage.ts';
import { writeGeoParquet } from './geoparquet.ts';
import { writeKml } from './kml.ts';
import { writeShapefile } from './shapefile.ts';

export interface WriteOptions {
  readonly csv: CsvOptions;
}

/** A format of files of features. */
export interface FileFormat {
  /** As it stands in addresses, `f=` and file names. */
  readonly id: string;
  readonly title: Text;
  readonly mediaType: string;
  /** How geometries are asked for. */
  readonly geometry: GeometryForm;
  /** `crs84`: the format knows WGS 84 alone, longitude first. `any`: all that `crsOf` knows. */
  readonly crs: 'crs84' | 'any';
  /** Text, which is worth compressing on its way. */
  readonly isText: boolean;
  /**
   * Gives the bytes of a file as they are taken, with as many features in memory as a page or two have. Rejects with
   * `Unwritable` where the format cannot hold what it is given, else as the pages do.
   */
  readonly write: (
    description: FileDescription,
    pages: Pages,
    options: WriteOptions,
  ) => AsyncGenerator<Uint8Array, void>;
}

const TEXT = { isText: true } as const;

export const FILE_FORMATS = {
  geojson: {
    ...TEXT,
    id: 'geojson',
    title: { zh: 'GeoJSON', en: 'GeoJSON' },
    mediaType: 'application/geo+json',
    geometry: 'geojson',
    crs: 'crs84',
    write: writeGeoJson,
  },
  geojsonl: {
    ...TEXT,
    id: 'geojsonl',
    title: { zh: 'GeoJSON 序列（每行一个要素）', en: 'GeoJSON sequence (a feature a line)' },
    mediaType: 'application/geo+json-seq',
    geometry: 'geojson',
    crs: 'crs84',
    write: writeGeoJsonSequence,
  },
  csv: {
    ...TEXT,
    id: 'csv',
    title: { zh: 'CSV 表格', en: 'CSV table' },
    mediaType: 'text/csv; charset=utf-8',
    geometry: 'wkb',
    crs: 'any',
    write: (description, pages, { csv }) => writeCsv(description, pages, csv),
  },
  kml: {
    ...TEXT,
    id: 'kml',
    title: { zh: 'KML', en: 'KML' },
    mediaType: 'application/vnd.google-earth.kml+xml',
    geometry: 'wkb',
    crs: 'crs84',
    write: writeKml,
  },
  fgb: {
    id: 'fgb',
    title: { zh: 'FlatGeobuf', en: 'FlatGeobuf' },
    mediaType: 'application/vnd.flatgeobuf',
    geometry: 'wkb',
    crs: 'any',
    isText: false,
    write: (description, pages) => writeFlatGeobuf(description, pages),
  },
  gpkg: {
    id: 'gpkg',
    title: { zh: 'GeoPackage', en: 'GeoPackage' },
    mediaType: 'application/geopackage+sqlite3',
    geometry: 'wkb',
    crs: 'any',
    isText: false,
    write: (description, pages) => writeGeoPackage(description, pages),
  },
  parquet: {
    id: 'parquet',
    title: { zh: 'GeoParquet', en: 'GeoParquet' },
    mediaType: 'application/vnd.apache.parquet',
    geometry: 'wkb',
    crs: 'any',
    isText: false,
    write: writeGeoParquet,
  },
  zip: {
    id: 'zip',
    title: { zh: 'Shapefile（压缩包）', en: 'Shapefile (archive)' },
    mediaType: 'application/zip',
    geometry: 'wkb',
    crs: 'any',
    isText: false,
    write: (description, pages) => writeShapefile(description, pages),
  },
} as const satisfies Readonly<Record<string, FileFormat>>;

export type FileFormatId = keyof typeof FILE_FORMATS;
