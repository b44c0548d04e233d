import type { CasePlace } from '../../../../tiles/cases/case.ts';
import { PALETTES } from '../../../../tiles/style/palette.ts';
import type { Overlay } from '../../map/overlays.ts';
import type { Theme } from '../../state/types.ts';

/** Rings around the places of the case whose card is open. */
export function placesOverlay(places: readonly CasePlace[], theme: Theme): Overlay {
  const features = places.map(({ lon, lat }) => ({
    type: 'Feature' as const,
    properties: {},
    geometry: { type: 'Point' as const, coordinates: [lon, lat] },
  }));
  return {
    sources: { 'case-places': { type: 'geojson', data: { type: 'FeatureCollection', features } } },
    layers: [
      {
        id: 'case-places',
        type: 'circle',
        source: 'case-places',
        paint: {
          'circle-radius': 17,
          'circle-opacity': 0,
          'circle-stroke-color': PALETTES[theme].accent,
          'circle-stroke-width': 3,
        },
      },
    ],
  };
}
