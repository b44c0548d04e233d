import type { Text } from '../../tiles/layer/layer.ts';

/** What an import of a base map says. */
export const BASEMAP_IMPORT = {
  'file-unreadable': { zh: '无法读取 {file}：{reason}', en: '{file} cannot be read: {reason}' },
  'file-damaged': {
    zh: '{file} 不是可读的 .osm.pbf 文件，或已损坏：{reason}。请重新下载。',
    en: '{file} is no .osm.pbf file that can be read, or it is damaged: {reason}. Download it anew.',
  },
  'pbf-features': {
    zh: '{file} 使用了不支持的特性（{detail}）。请用 osmium cat 转换为普通的 .osm.pbf。',
    en: '{file} has features that are not supported ({detail}). Convert it to a plain .osm.pbf with osmium cat.',
  },
  'pbf-compression': {
    zh: '{file} 的压缩方式 {detail} 不受支持。请用 osmium cat 转换为 zlib 压缩的 .osm.pbf。',
    en: '{file} is compressed by {detail}, which is not supported. Convert it to a .osm.pbf with zlib, by osmium cat.',
  },
  'too-large': {
    zh: '范围内有超过 {max} 个节点。请用 --clip 西,南,东,北 裁到本市范围。',
    en: 'There are more than {max} nodes. Cut it to the city with --clip WEST,SOUTH,EAST,NORTH.',
  },
  'nothing-inside': {
    zh: '{file} 在范围 {box} 内没有可画的内容。请检查 --clip，次序为西,南,东,北。',
    en: '{file} has nothing to draw within {box}. Check --clip: west,south,east,north.',
  },
  'relations-broken': {
    zh: '{count} 个多边形关系不闭合或缺少成员，其不完整的部分未画（例如 {ids}）。',
    en: '{count} multipolygon relations do not close or lack members: their incomplete parts are left out (such as {ids}).',
  },
  'nodes-missing': {
    zh: '缺少 {count} 个节点：截取范围边缘的线在那里断开。',
    en: '{count} nodes are missing: lines at the edge of the extract end there.',
  },
  'coast-unclear': {
    zh: '按海岸线推出的海面淹没了街道，未画；沿用城市自己的海域图层。请用 --clip 换一个范围。',
    en: 'The sea that follows from the coastline covers streets and is left out; the city’s own sea layer stays. Try another --clip.',
  },
  'dem-elsewhere': {
    zh: '{file} 不覆盖范围 {box}。请检查 --clip（西,南,东,北），坐标系有误时用 --crs 指定。',
    en: '{file} covers nothing of {box}. Check --clip (west,south,east,north); name the coordinate system with --crs if it is wrong.',
  },
  'dem-empty': {
    zh: '{file} 在范围内没有高程：全部为无数据，或不在 −1000 至 9000 米之间。请检查波段与单位（米）。',
    en: '{file} has no heights there: all of it is no data, or not between −1,000 and 9,000 m. Check its band and unit (metres).',
  },
} as const satisfies Record<string, Text>;
