import type { Text } from '../../tiles/layer/layer.ts';

/** Texts of the answers about the base map, and of their description. */
export const BASEMAP = {
  'get-tile': { zh: '本市底图的一块矢量瓦片', en: 'One vector tile of the city’s own base map' },
  tile: {
    zh: 'Mapbox 矢量瓦片：土地覆盖、水系、建筑、道路、境界与地名。',
    en: 'A Mapbox vector tile: land cover, water, buildings, roads, borders and places.',
  },
  'empty-tile': { zh: '此处没有内容，瓦片为空。', en: 'Nothing is there: the tile is empty.' },
  'get-terrain': { zh: '本市地形高程的一块瓦片', en: 'One tile of the heights of the city' },
  terrain: {
    zh: 'PNG 图片，每像素的颜色按 Mapbox 编码表示高程：−10000 + (红×65536 + 绿×256 + 蓝) × 0.1 米。',
    en: 'A PNG whose colours are heights in Mapbox’ encoding: −10,000 + (red × 65,536 + green × 256 + blue) × 0.1 m.',
  },
  'no-terrain': {
    zh: '本服务没有导入高程：用 npm run basemap:import -- --dem 导入。',
    en: 'This service has no imported heights: make tiles of them with npm run basemap:import -- --dem.',
  },
  'no-base-map': {
    zh: '本服务没有导入底图：用 npm run basemap:import 导入。',
    en: 'This service has no imported base map: make one with npm run basemap:import.',
  },
} as const satisfies Record<string, Text>;
