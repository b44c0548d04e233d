import { DISTRICT, JIAOZHOU_UNIT_NAMES, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'assessment-points',
  title: { zh: '文明城市测评点位', en: 'Civilised-city assessment points' },
  description: {
    zh: '胶州市按42类测评点位常态化实地督导，每个点位有责任单位。类别名称按常见测评点位拟定，案例只载类数。',
    en: 'Points of 42 classes that Jiaozhou inspects on the spot, each with its responsible unit. The class names are the usual ones; the case states their number only.',
  },
  theme: 'livelihood',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    class: { type: 'string', title: { zh: '类别编号', en: 'Class' }, pattern: '^\\d{2}$' },
    class_name: { type: 'string', title: { zh: '类别', en: 'Class name' }, maxLength: 40 },
    class_name_en: { type: 'string', title: { zh: '英文类别', en: 'Class name in English' }, maxLength: 60 },
    unit: {
      type: 'string',
      title: { zh: '责任单位', en: 'Responsible unit' },
      maxLength: 60,
      english: JIAOZHOU_UNIT_NAMES,
    },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'class', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['class_name', 'class_name_en', 'unit'],
  owner: { zh: '胶州市创建文明城市工作机构', en: 'Jiaozhou office for the civilised city' },
  visibility: 'public',
  source: { zh: '合成数据，类数依据案例1', en: 'Synthetic, to the number of classes of case 1' },
  minzoom: 10,
  maxzoom: 16,
  tileAttributes: ['class', 'class_name', 'unit'],
  style: { color: { light: '#8a5a00', dark: '#e0b050' }, order: 212, size: 4, label: { minzoom: 15 } },
  filters: [
    { attribute: 'class_name', kind: 'choice' },
    { attribute: 'unit', kind: 'text' },
    { attribute: 'street', kind: 'choice' },
  ],
});
