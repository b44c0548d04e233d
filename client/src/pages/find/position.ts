import type { LonLat } from '../../../../tiles/find/query.ts';

/** Five minutes: who walks on asks again. */
const KEPT_MS = 300_000;
const PATIENCE_MS = 15_000;

/** Where the reader is, in WGS 84, or why that is not known. */
export function locate({ geolocation }: Pick<Navigator, 'geolocation'>): Promise<LonLat | 'refused' | 'no-position'> {
  return new Promise((resolve) => {
    if (geolocation === undefined) {
      resolve('no-position');
      return;
    }
    geolocation.getCurrentPosition(
      ({ coords: { longitude: lon, latitude: lat } }) =>
        resolve({ lon: Number(lon.toFixed(6)), lat: Number(lat.toFixed(6)) }),
      ({ code, PERMISSION_DENIED }) => resolve(code === PERMISSION_DENIED ? 'refused' : 'no-position'),
      { enableHighAccuracy: true, maximumAge: KEPT_MS, timeout: PATIENCE_MS },
    );
  });
}
