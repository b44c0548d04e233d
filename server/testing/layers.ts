import type { Attribute, LayerDefinition } from '../../tiles/layer/layer.ts';
import { createCatalogue } from '../layers/catalogue.ts';
import type { Catalogue } from '../layers/catalogue.ts';
import { testCity } from './city.ts';

const NAME: Readonly<Record<string, Attribute>> = {
  name: { type: 'string', title: { zh: '名称', en: 'Name' }, maxLength: 100 },
  name_en: { type: 'string', title: { zh: '英文名', en: 'English name' } },
};
const DISTRICT: Attribute = {
  type: 'string',
  title: { zh: '区市', en: 'District' },
  format: 'district',
  pattern: '^3702\\d{2}$',
};
const CODE: Attribute = { type: 'string', title: { zh: '代码', en: 'Code' } };
const AREA: Attribute = { type: 'number', title: { zh: '面积', en: 'Area' }, minimum: 0 };

function layer(
  id: string,
  part: Pick<LayerDefinition, 'geometry' | 'attributes' | 'required'> & Partial<LayerDefinition>,
): LayerDefinition {
  return {
    id,
    title: { zh: id, en: id },
    description: { zh: id, en: id },
    theme: 'facilities',
    name: { zh: 'name', en: 'name_en' },
    owner: { zh: '测试', en: 'Test' },
    visibility: 'public',
    source: { zh: '测试', en: 'Test' },
    minzoom: 0,
    maxzoom: 16,
    tileAttributes: [],
    style: { color: { light: '#000000', dark: '#ffffff' }, order: 200 },
    filters: [],
    ...part,
  };
}

/** A few layers that stay as they are whatever the catalogue becomes. */
export const testCatalogue: Catalogue = createCatalogue(
  [
    layer('districts', {
      geometry: 'Polygon',
      attributes: { ...NAME, code: CODE, area_km2: AREA },
      required: ['name'],
      search: ['code'],
    }),
    layer('streets', {
      geometry: 'Polygon',
      attributes: { ...NAME, code: CODE, area_km2: AREA, district: DISTRICT },
      required: ['name', 'district'],
      search: ['code'],
    }),
    layer('zones', {
      geometry: 'Polygon',
      attributes: { ...NAME, district: DISTRICT },
      required: ['name', 'district'],
    }),
    layer('toilets', {
      geometry: 'Point',
      required: ['name', 'district'],
      search: ['address'],
      facility: { kind: 'toilet', services: ['wifi'], level: 'grade', address: { zh: 'address' } },
      attributes: {
        ...NAME,
        district: DISTRICT,
        address: { type: 'string', title: { zh: '地址', en: 'Address' } },
        stalls_male: { type: 'integer', title: { zh: '男厕位', en: 'Male stalls' }, minimum: 0 },
        stalls_female: { type: 'integer', title: { zh: '女厕位', en: 'Female stalls' }, minimum: 0 },
        opened: { type: 'string', title: { zh: '开放日期', en: 'Opened' }, format: 'date' },
        wifi: { type: 'boolean', title: { zh: '无线网络', en: 'Wi-Fi' } },
        grade: {
          type: 'string',
          title: { zh: '等级', en: 'Grade' },
          closed: true,
          values: {
            first: { zh: '一类', en: 'Class 1' },
            second: { zh: '二类', en: 'Class 2' },
            third: { zh: '三类', en: 'Class 3' },
          },
        },
      },
    }),
    layer('reports', {
      geometry: 'Point',
      attributes: { ...NAME, date: CODE, category: CODE, state: CODE },
      required: ['name'],
      caseData: {
        date: 'date',
        category: 'category',
        state: 'state',
        dimensions: [],
        figures: [],
        areas: { grid: 'category', subdistrict: 'category' },
      },
    }),
  ],
  testCity,
);
