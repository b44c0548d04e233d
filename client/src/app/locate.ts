import type { App } from './types.ts';
import { contains, type LonLat } from '../format/geometry.ts';

const TIMEOUT_MS = 15_000;
/** GeolocationPositionError.PERMISSION_DENIED; browsers without the API lack the constant. */
const PERMISSION_DENIED = 1;

/**
 * Asks the device for its position, only after a click. Where there is none, or it lies outside the city, the function
 * notifies the reader and returns null.
 */
export async function locate({ ui, actions, config, i18n }: App): Promise<LonLat | null> {
  try {
    const { coords } = await new Promise<GeolocationPosition>((resolve, reject) => {
      navigator.geolocation.getCurrentPosition(resolve, reject, {
        enableHighAccuracy: true,
        timeout: TIMEOUT_MS,
        maximumAge: 30_000,
      });
    });
    const own = { lon: coords.longitude, lat: coords.latitude };
    const settings = config.state.peek().value;
    if (settings !== null && !contains(settings.bounds, own)) {
      actions.notify({ key: 'map.locateOutside', params: { city: i18n.text(settings.city) } });
      return null;
    }
    ui.ownPosition.value = { ...own, accuracyM: coords.accuracy };
    return own;
  } catch (error) {
    const denied = (error as Partial<GeolocationPositionError> | null)?.code === PERMISSION_DENIED;
    actions.notify({ key: denied ? 'map.locateDenied' : 'map.locateFailed' });
    return null;
  }
}
