import { isPartOf } from '../grids/compounds.ts';
import type { DemoFeature, Generator, GridCell } from '../types.ts';
import { areaM2 } from '../../../../tiles/tile/spheroid.ts';

/** Kinds of compound that case 4 makes extension grids of. */
const KINDS = ['factory', 'park', 'campus'] as const;
const KIND_WEIGHTS = [45, 25, 30];

/** The grids of 市北: responsibility, unit and extension grids of case 4. */
export default {
  id: 'grids',
  generate(world) {
    const rng = world.rng('grids-kinds');
    const { responsibility, unit, extension } = world.grids;
    const streetNames = new Map(world.subdistricts.map((street) => [street.code, street.name]));
    const feature = (
      cell: GridCell,
      title: { zh: string; en: string },
      more: DemoFeature['properties'],
    ): DemoFeature => {
      const street = streetNames.get(cell.subdistrict);
      if (!street)
        throw new Error(`Grid ${cell.code} lies in street ${cell.subdistrict}, which the city does not have.`);
      const number = `${cell.code.slice(9, 12)}-${cell.code.slice(12)}`;
      return {
        id: cell.code,
        geometry: cell.geometry,
        provenance: 'synthetic',
        properties: {
          name: `${street.zh}${title.zh}${number}`,
          name_en: `${street.en} ${title.en} ${number}`,
          code: cell.code,
          area_m2: Math.round(areaM2(cell.geometry)),
          district: cell.district,
          street: cell.subdistrict,
          ...more,
        },
      };
    };
    const unitsOf = new Map<string, number>();
    for (const { parent = '' } of unit) unitsOf.set(parent, (unitsOf.get(parent) ?? 0) + 1);
    const extensionOf = new Map(
      extension.flatMap((compound) =>
        unit
          .filter((cell) => cell.parent === compound.parent && isPartOf(cell.geometry, compound.geometry))
          .map((cell) => [cell.code, compound.code]),
      ),
    );
    const sizes = new Map<string, number>();
    for (const code of extensionOf.values()) sizes.set(code, (sizes.get(code) ?? 0) + 1);

    return {
      'responsibility-grids': responsibility.map((cell) =>
        feature(cell, { zh: '责任网格', en: 'responsibility grid' }, { units: unitsOf.get(cell.code) ?? 0 }),
      ),
      'unit-grids': unit.map((cell) => {
        const compound = extensionOf.get(cell.code);
        return feature(
          cell,
          { zh: '单元网格', en: 'unit grid' },
          {
            parent: cell.parent ?? null,
            ...(compound === undefined ? {} : { extension: compound }),
          },
        );
      }),
      'extension-grids': extension.map((cell) =>
        feature(
          cell,
          { zh: '拓展网格', en: 'extension grid' },
          {
            parent: cell.parent ?? null,
            kind: KINDS[rng.weighted(KIND_WEIGHTS)] ?? 'factory',
            units: sizes.get(cell.code) ?? 0,
          },
        ),
      ),
    };
  },
} satisfies Generator;
