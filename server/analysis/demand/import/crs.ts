import proj4 from 'proj4';

const CGCS2000 = '+k=1 +y_0=0 +ellps=GRS80 +units=m +no_defs';

/**
 * The proj4 definition of a coordinate system by its EPSG code; `lonlat` for degrees; null where it is not known. Those
 * that population rasters of China come in: degrees, Web Mercator, UTM, and the Gauss–Krüger zones of CGCS2000.
 */
export function crsOfEpsg(code: number): string | null {
  if (code === 4326 || code === 4490 || code === 4979) return 'lonlat';
  if (code === 3857 || code === 900913)
    return '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs';
  if (code > 32_600 && code <= 32_660) return `+proj=utm +zone=${code - 32_600} +datum=WGS84 +units=m +no_defs`;
  if (code > 32_700 && code <= 32_760) return `+proj=utm +zone=${code - 32_700} +south +datum=WGS84 +units=m +no_defs`;
  const zone = ZONES.find(({ from, to }) => code >= from && code <= to);
  return zone === undefined ? null : zone.define(code - zone.from);
}

/** Zones of CGCS2000 by meridian, or with the zone's number before the easting; of six degrees, and of three. */
const ZONES: readonly { readonly from: number; readonly to: number; readonly define: (nth: number) => string }[] = [
  { from: 4491, to: 4501, define: (nth) => gaussKruger(75 + 6 * nth, (13 + nth) * 1e6 + 500_000) },
  { from: 4502, to: 4512, define: (nth) => gaussKruger(75 + 6 * nth, 500_000) },
  { from: 4513, to: 4533, define: (nth) => gaussKruger(75 + 3 * nth, (25 + nth) * 1e6 + 500_000) },
  { from: 4534, to: 4554, define: (nth) => gaussKruger(75 + 3 * nth, 500_000) },
];

function gaussKruger(meridian: number, falseEasting: number): string {
  return `+proj=tmerc +lat_0=0 +lon_0=${meridian} +x_0=${falseEasting} ${CGCS2000}`;
}

/** Reads `EPSG:4549` or a proj4 definition; null where proj4 cannot read it. */
export function readCrs(text: string): string | null {
  const epsg = /^EPSG:(\d+)$/i.exec(text.trim());
  if (epsg !== null) return crsOfEpsg(Number(epsg[1]));
  try {
    proj4(text);
    return text;
  } catch {
    return null;
  }
}
