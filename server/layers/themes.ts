import { THEMES, type Text, type ThemeId } from '../../tiles/layer/layer.ts';

const TITLES: Readonly<Record<ThemeId, Text>> = {
  boundaries: { zh: '行政区划', en: 'Boundaries' },
  grids: { zh: '管理网格', en: 'Grids' },
  facilities: { zh: '公共设施', en: 'Facilities' },
  education: { zh: '教育', en: 'Education' },
  health: { zh: '医疗卫生', en: 'Health' },
  transport: { zh: '交通', en: 'Transport' },
  projects: { zh: '项目建设', en: 'Projects' },
  environment: { zh: '生态环境', en: 'Environment' },
  tourism: { zh: '旅游文化', en: 'Tourism and culture' },
  economy: { zh: '经济', en: 'Economy' },
  livelihood: { zh: '民生', en: 'Livelihood' },
  cases: { zh: '案例', en: 'Cases' },
};

/** Themes of the layer tree with their titles, in its order. */
export const THEME_LIST = THEMES.map((id) => ({ id, title: TITLES[id] }));
