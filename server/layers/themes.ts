import type { Theme } from '../../tiles/layer/layer.ts';

/** Groups of the layer list, in its order, for a city whose `city.json` names none. */
export const DEFAULT_THEMES: readonly Theme[] = [
  { id: 'boundaries', title: { zh: '行政区划', en: 'Boundaries' } },
  { id: 'grids', title: { zh: '管理网格', en: 'Grids' } },
  { id: 'facilities', title: { zh: '公共设施', en: 'Facilities' }, nearby: true },
  { id: 'education', title: { zh: '教育', en: 'Education' }, nearby: true },
  { id: 'health', title: { zh: '医疗卫生', en: 'Health' }, nearby: true },
  { id: 'transport', title: { zh: '交通', en: 'Transport' }, nearby: true },
  { id: 'projects', title: { zh: '项目建设', en: 'Projects' } },
  { id: 'environment', title: { zh: '生态环境', en: 'Environment' } },
  { id: 'tourism', title: { zh: '旅游文化', en: 'Tourism and culture' }, nearby: true },
  { id: 'economy', title: { zh: '经济', en: 'Economy' } },
  { id: 'livelihood', title: { zh: '民生', en: 'Livelihood' }, nearby: true },
  { id: 'cases', title: { zh: '案例', en: 'Cases' } },
];
