import { readFileSync } from 'node:fs';
import type { Holidays } from '../../tiles/hours/index.ts';
import type { City } from '../layers/city.ts';
import { createCatalogue, type Catalogue } from '../layers/catalogue.ts';
import { DEFAULT_THEMES } from '../layers/themes.ts';
import { QINGDAO_FOLDER } from '../layers/city.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';

/** A city that stays as it is whatever becomes of Qingdao's files. */
export const testCity: City = {
  folder: QINGDAO_FOLDER,
  code: '370200',
  name: { zh: '青岛', en: 'Qingdao' },
  timeZone: 'Asia/Shanghai',
  holidays: JSON.parse(readFileSync(new URL('../../data/holidays/cn.json', import.meta.url), 'utf8')) as Holidays,
  bounds: [119.5, 35.55, 121.05, 37.2],
  start: { center: [120.33, 36.2], zoom: 9 },
  roles: { district: 'districts', subdistrict: 'streets', sea: 'sea', roads: 'roads' },
  codes: { district: '^\\d{6}$', subdistrict: '^\\d{9}$' },
  themes: DEFAULT_THEMES,
};

export const emptyCatalogue: Catalogue = createCatalogue([], testCity);

/** A layer of Qingdao as its file has it, for tests that cannot wait. */
export function qingdaoLayer(id: string): LayerDefinition {
  const {
    $schema: _,
    $comment: __,
    ...layer
  } = JSON.parse(readFileSync(`${QINGDAO_FOLDER}layers/${id}.json`, 'utf8')) as LayerDefinition & {
    readonly $schema?: string;
    readonly $comment?: string;
  };
  return layer;
}
