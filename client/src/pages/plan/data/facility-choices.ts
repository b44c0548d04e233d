/** Which facilities the question offers: layers that say that they are some, each of their levels apart. */
import type { AnalysisCatalogue } from '../../../../../tiles/api/coverage.ts';
import type { LayerFilters } from '../../../../../tiles/filter/filter.ts';
import type { Text } from '../../../../../tiles/layer/layer.ts';

type CatalogueLayer = AnalysisCatalogue['layers'][number];

export interface FacilityChoice {
  readonly id: string;
  readonly layer: string;
  readonly title: Text;
  readonly filters: LayerFilters;
}

/** Of a service whose layers say nothing of it all are offered; `current` always is, so that old links keep theirs. */
export function facilityChoices(layers: readonly CatalogueLayer[], current: string): FacilityChoice[] {
  const hasFacilities = layers.some(({ facility }) => facility !== undefined);
  return layers
    .filter(({ id, facility }) => !hasFacilities || facility !== undefined || id === current)
    .flatMap(({ id, title, facility }): FacilityChoice[] => {
      const only = facility?.only;
      const own: LayerFilters = only === undefined ? {} : { [only.attribute]: { kind: 'choice', values: only.values } };
      const level = facility?.level;
      return [
        { id, layer: id, title, filters: own },
        ...(level?.values ?? []).map(({ value, title: levelTitle }) => ({
          id: `${id} ${value}`,
          layer: id,
          title: levelTitle,
          filters: { ...own, [level?.attribute ?? '']: { kind: 'choice', values: [value] } } satisfies LayerFilters,
        })),
      ];
    });
}

/** The choice that the layer and its filter are; null for a filter of the reader's own. */
export function chosenFacility(
  choices: readonly FacilityChoice[],
  layer: string,
  filters: LayerFilters = {},
): FacilityChoice | null {
  const ofLayer = choices.filter((choice) => choice.layer === layer);
  const same = ofLayer.find((choice) => textOf(choice.filters) === textOf(filters));
  // A layer without a filter is all of it, though the choice would leave some out.
  return same ?? (Object.keys(filters).length === 0 ? (ofLayer[0] ?? null) : null);
}

function textOf(filters: LayerFilters): string {
  return JSON.stringify(Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1)));
}
