import { districtOf } from '../areas.ts';
import { definite } from '../features.ts';
import { sketchedZone } from '../sketch.ts';
import type { Generator } from '../types.ts';

const HUANGDAO = '370211';
/** A sketch around the publicly named place; an area only, and nothing inside it. */
const OUTLINE = [
  [119.94, 35.75],
  [119.945, 35.775],
  [119.965, 35.784],
  [119.987, 35.775],
  [119.99, 35.755],
  [119.968, 35.742],
] as const;

export default {
  id: '14-civil-military-zone',
  generate(world) {
    return {
      zones: [
        {
          id: '14-guzhenkou',
          geometry: sketchedZone(OUTLINE, districtOf(world, HUANGDAO)),
          provenance: 'approximate',
          properties: definite({
            name: '古镇口军民融合创新示范区',
            name_en: 'Guzhenkou Civil–Military Integration Demonstration Zone',
            kind: 'demonstration',
            district: HUANGDAO,
            case: 'civil-military-zone',
            note: '仅示意公开名称所指区域，不表示边界和设施',
            note_en: 'The publicly named area only; no boundary and no facilities',
          }),
        },
      ],
    };
  },
} satisfies Generator;
