import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'platform-nodes',
  title: { zh: '地理信息公共平台', en: 'Geographic information platform' },
  description: {
    zh: '市级平台的两个版本、七个区市节点、使用平台的部门和基于平台建成的应用系统。',
    en: 'The two editions of the city platform, its seven district nodes, the departments that use it and the systems built on it.',
  },
  theme: 'economy',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    kind: {
      type: 'string', title: { zh: '类别', en: 'Kind' },
      values: {
        edition: { zh: '平台版本', en: 'Edition of the platform' },
        node: { zh: '区市节点', en: 'District node' },
        department: { zh: '应用部门', en: 'Department' },
        system: { zh: '应用系统', en: 'System' },
      },
    },
    edition: {
      type: 'string', title: { zh: '版本', en: 'Edition' },
      values: {
        government: { zh: '政务版', en: 'Government edition' },
        public: { zh: '公众版（天地图·青岛）', en: 'Public edition (Map World Qingdao)' },
      },
    },
    status: {
      type: 'string', title: { zh: '状态', en: 'Status' },
      values: { built: { zh: '已建成', en: 'Built' }, building: { zh: '建设中', en: 'Being built' } },
    },
    sharing: {
      type: 'string', title: { zh: '共享方式', en: 'Way of sharing' },
      values: {
        viewing: { zh: '直接查看和使用', en: 'Viewing' },
        desktop: { zh: '专业软件插件调用', en: 'Services for desktop GIS' },
        interface: { zh: '二次开发接口', en: 'Developer interface' },
        publishing: { zh: '专题数据发布交换', en: 'Publishing and exchange' },
      },
    },
    field: {
      type: 'string', title: { zh: '业务领域', en: 'Field' }, maxLength: 40,
      english: {
        税务: 'Taxation',
        住房: 'Housing',
        卫生计生: 'Health',
        质监: 'Quality supervision',
        公安: 'Public security',
        城管: 'City management',
        水利: 'Water',
        海洋: 'Marine affairs',
        教育: 'Education',
        民政: 'Civil affairs',
        应急: 'Emergencies',
        旅游: 'Tourism',
        农业: 'Farming',
        供电: 'Power supply',
        供水: 'Water supply',
        公共交通: 'Public transport',
        规划: 'Planning',
        建设: 'Construction',
        环保: 'Environment',
        交通: 'Transport',
        民族宗教: 'Ethnic affairs',
      },
    },
    department: { type: 'string', title: { zh: '所属部门', en: 'Department of the system' }, maxLength: 60 },
    department_en: { type: 'string', title: { zh: '所属部门（英文）', en: 'Department of the system, in English' }, maxLength: 100 },
    since: { type: 'string', title: { zh: '建成时间', en: 'In service since' }, pattern: '^\\d{4}(-\\d{2})?$' },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'kind', 'status', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['field', 'department'],
  owner: { zh: '市国土资源房管局', en: 'Land Resources and Housing Bureau' },
  visibility: 'public',
  source: {
    zh: '合成数据，数量依据案例29；案例点名的节点、部门和系统为示意位置',
    en: 'Synthetic, to the counts of case 29; nodes, departments and systems that it names at an approximate place',
  },
  minzoom: 8,
  maxzoom: 16,
  tileAttributes: ['kind', 'edition', 'status', 'sharing', 'district'],
  style: {
    color: { light: '#0067a3', dark: '#5ab4e8' },
    by: {
      attribute: 'kind',
      values: {
        edition: { light: '#a3321f', dark: '#f08c78' },
        node: { light: '#0067a3', dark: '#5ab4e8' },
        department: { light: '#8a6d00', dark: '#e3c443' },
        system: { light: '#00735a', dark: '#3ecfa8' },
      },
    },
    order: 208,
    size: 6,
    glyph: { zh: '图', en: 'G' },
    label: { minzoom: 14 },
  },
  filters: [
    { attribute: 'kind', kind: 'choice' }, { attribute: 'sharing', kind: 'choice' }, { attribute: 'status', kind: 'choice' },
    { attribute: 'district', kind: 'choice' },
  ],
});
