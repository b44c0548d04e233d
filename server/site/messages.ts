import type { Text } from '../../tiles/layer/layer.ts';

export const SITE = {
  'tianditu-vector': { zh: '天地图（矢量）', en: 'Tianditu (map)' },
  'tianditu-image': { zh: '天地图（影像）', en: 'Tianditu (imagery)' },
  'own-basemap': { zh: '自定义底图', en: 'Own base map' },
  'not-built-title': { zh: '地图界面尚未构建', en: 'The map is not built yet' },
  'not-built-body': {
    zh: '服务已在运行，但缺少网页文件。请在项目目录执行 npm start，或先执行 npm run build。',
    en: 'The service runs, but its web pages are missing. Run npm start in the project folder, or npm run build first.',
  },
  'get-config': { zh: '地图启动所需的设置', en: 'What the map needs before anything else' },
  'api-title': { zh: '城图接口', en: 'Chengtu API' },
  'get-openapi': { zh: '全部接口的说明（OpenAPI 3.1）', en: 'Description of the whole API (OpenAPI 3.1)' },
} as const satisfies Readonly<Record<string, Text>>;

/** Groups of the description of the interface. */
export const TAGS: Readonly<Record<string, Text>> = {
  layers: { zh: '图层与要素', en: 'Layers and their features' },
  tiles: { zh: '瓦片、样式与瓦片矩阵集', en: 'Tiles, styles and tile matrix sets' },
  find: { zh: '搜索与附近', en: 'Search, and what is nearby' },
  changes: { zh: '实时变化', en: 'Changes as they happen' },
  cases: { zh: '成文案例', en: 'Documented cases' },
  analysis: { zh: '规划分析', en: 'Analysis for planning' },
  service: { zh: '服务本身', en: 'The service itself' },
};
