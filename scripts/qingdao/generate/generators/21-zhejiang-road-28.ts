import { districtOf } from '../areas.ts';
import { definite, pointFeature } from '../features.ts';
import { knownSpot } from '../known/spot.ts';
import { rectangle } from '../outline.ts';
import { sketchedZone } from '../sketch.ts';
import type { Generator } from '../types.ts';

const HOUSE = { lon: 120.319, lat: 36.066 };
const LAND = { lon: 120.655, lat: 36.39 };
const LAND_MU = 200;
const M2_PER_MU = 2000 / 3;

export default {
  id: '21-zhejiang-road-28',
  generate(world) {
    const house = knownSpot(world, HOUSE);
    const land = knownSpot(world, LAND);
    const sideM = Math.sqrt(LAND_MU * M2_PER_MU);
    return {
      heritage: [
        pointFeature({
          id: '21-zhejiang-road-28',
          at: house,
          provenance: 'approximate',
          properties: {
            name: '浙江路28号',
            name_en: '28 Zhejiang Road',
            address: '浙江路28号',
            floor_area_m2: 9247.19,
            built: 1906,
            let_since: 1960,
            settled: '2017-06-16',
            handover_years: 3,
            note: '2017年6月16日签订协议，3年内全部移交市天主教爱国会',
            note_en:
              'Agreed on 16 June 2017: all of it goes to the Patriotic Catholic Association of the city within three years',
            case: 'zhejiang-road-28',
            district: house.district,
            street: house.subdistrict,
          },
        }),
      ],
      zones: [
        {
          id: '21-institute-land',
          geometry: sketchedZone(rectangle(land, sideM, sideM), districtOf(world, land.district)),
          provenance: 'approximate',
          properties: definite({
            name: '蓝色硅谷划拨用地',
            name_en: 'Land granted in the Blue Valley',
            kind: 'research-field',
            case: 'zhejiang-road-28',
            area_mu: LAND_MU,
            district: land.district,
            street: land.subdistrict,
            note: '供研究所和职业技术学院使用；位置示意',
            note_en: 'For the institute and a vocational college; place approximate',
          }),
        },
      ],
    };
  },
} satisfies Generator;
