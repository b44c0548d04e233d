import { CASE, DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

/**
 * The 16 national incubators of the high-tech zone (case 11, `zone: high-tech-zone`) are part of the city's 334
 * (case 32, 129 of them national): case 11's generator makes the 16, case 32's the other 318 (113 national), so that
 * counting `kind: incubator` over both gives the documented figures and nothing stands on the map twice.
 */
export default defineLayer({
  id: 'innovation-sites',
  title: { zh: '创新创业载体', en: 'Innovation sites' },
  description: {
    zh: '小企业产业园、小微企业创业创新基地、各级孵化器和众创空间。',
    en: 'Small-business parks, start-up bases, incubators and maker spaces of every level.',
  },
  theme: 'economy',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    kind: {
      type: 'string',
      title: { zh: '类别', en: 'Kind' },
      values: {
        incubator: { zh: '孵化器、众创空间、星创天地', en: 'Incubator or maker space' },
        park: { zh: '小企业产业园', en: 'Small-business park' },
        base: { zh: '创业创新基地', en: 'Start-up base' },
      },
    },
    form: {
      type: 'string',
      title: { zh: '形式', en: 'Form' },
      values: {
        incubator: { zh: '科技企业孵化器', en: 'Technology incubator' },
        makerspace: { zh: '众创空间', en: 'Maker space' },
        'star-world': { zh: '星创天地', en: 'Rural maker space' },
      },
    },
    level: {
      type: 'string',
      title: { zh: '级别', en: 'Level' },
      values: {
        national: { zh: '国家级', en: 'National' },
        province: { zh: '省级', en: 'Provincial' },
        city: { zh: '市级', en: 'City' },
        district: { zh: '区市级', en: 'District' },
        none: { zh: '未认定', en: 'Not recognised' },
      },
    },
    recognised: { type: 'boolean', title: { zh: '市级认定', en: 'Recognised by the city' } },
    status: {
      type: 'string',
      title: { zh: '状态', en: 'Status' },
      values: { built: { zh: '已建', en: 'Built' }, building: { zh: '在建', en: 'Building' } },
    },
    zone: {
      type: 'string',
      title: { zh: '所在功能区', en: 'Zone' },
      values: { 'high-tech-zone': { zh: '青岛高新区', en: 'Qingdao High-tech Zone' } },
    },
    industry: {
      type: 'string',
      title: { zh: '产业特色', en: 'Industry' },
      maxLength: 60,
      english: {
        家电: 'Home appliances',
        轨道交通: 'Rail transport',
        时尚创意: 'Fashion and design',
        海洋产业: 'Marine industry',
        电子信息: 'Electronics',
        新材料: 'New materials',
      },
    },
    tenants: {
      type: 'integer',
      title: { zh: '在孵（入驻）企业', en: 'Firms housed' },
      unit: { zh: '家', en: 'firms' },
      minimum: 0,
    },
    case: CASE,
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'kind', 'level', 'case', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['industry'],
  owner: {
    zh: '市科技局、市经济信息化委',
    en: 'Science and Technology Bureau; Economy and Informatisation Commission',
  },
  visibility: 'public',
  source: { zh: '合成数据，数量依据案例11、31、32', en: 'Synthetic, to the counts of cases 11, 31 and 32' },
  minzoom: 8,
  maxzoom: 16,
  tileAttributes: ['kind', 'level', 'recognised', 'zone', 'case', 'district'],
  sums: ['tenants'],
  style: {
    color: { light: '#8a5a00', dark: '#f0b640' },
    by: {
      attribute: 'kind',
      values: {
        incubator: { light: '#0067a3', dark: '#5ab4e8' },
        park: { light: '#b8500a', dark: '#f0904c' },
        base: { light: '#00735a', dark: '#3ecfa8' },
      },
    },
    order: 224,
    size: 6,
    glyph: { zh: '创', en: 'In' },
    label: { minzoom: 14 },
  },
  filters: [
    { attribute: 'kind', kind: 'choice' },
    { attribute: 'level', kind: 'choice' },
    { attribute: 'recognised', kind: 'flag' },
    { attribute: 'district', kind: 'choice' },
  ],
});
