import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run basemap:import` says. */
export const BASEMAP_SCRIPT = {
  usage: {
    zh: '用法：npm run basemap:import -- 文件.osm.pbf [--clip city|西,南,东,北] [--out 文件.pmtiles]',
    en: 'Usage: npm run basemap:import -- FILE.osm.pbf [--clip city|WEST,SOUTH,EAST,NORTH] [--out FILE.pmtiles]',
  },
  'unknown-option': UNKNOWN_OPTION,
  'no-file': { zh: '请指定一个 .osm.pbf 文件。', en: 'Name an .osm.pbf file.' },
  'more-files': { zh: '一次只能导入一个文件，多出：{files}', en: 'One file at a time; there is also: {files}' },
  'file-type': {
    zh: '不认识的文件类型 {file}：支持 .osm.pbf',
    en: 'Unknown kind of file {file}: .osm.pbf is supported',
  },
  'bad-clip': {
    zh: '--clip {value} 不可用：写 city（city.json 的范围），或“西,南,东,北”的度数，如 119.5,35.5,121.1,37.2。',
    en: '--clip {value} cannot be used: write city, for the bounds of city.json, or west,south,east,north in degrees, such as 119.5,35.5,121.1,37.2.',
  },
  'bad-out': { zh: '--out {file} 应以 .pmtiles 结尾', en: '--out {file} should end in .pmtiles' },
  relations: { zh: '正在读取多边形关系', en: 'Reading multipolygons' },
  ways: { zh: '正在读取道路、水系与面', en: 'Reading roads, water and areas' },
  nodes: { zh: '正在读取节点', en: 'Reading nodes' },
  shapes: { zh: '正在拼合', en: 'Putting shapes together' },
  tiles: {
    zh: '正在切片：第 {z} 级，共 {maxzoom} 级，已有 {tiles} 块',
    en: 'Tiles: zoom {z} of {maxzoom}, {tiles} so far',
  },
  note: { zh: '注意：{text}', en: 'Note: {text}' },
  done: {
    zh: '底图已写入 {file}：{features} 个要素，{tiles} 块瓦片，{size} MB，最大的一块 {largest} KB（{seconds} 秒）。',
    en: 'Base map written to {file}: {features} features, {tiles} tiles, {size} MB, the largest tile {largest} KB ({seconds} s).',
  },
  'in-use': {
    zh: '运行中的服务会立即使用它：重新打开地图即可看到。要恢复原来的底图，删除该文件。',
    en: 'A running service uses it at once: open the map anew to see it. Remove the file to have the base map before.',
  },
  dropped: {
    zh: '有 {count} 个较小的要素没有放进过大的瓦片。',
    en: '{count} small features were left out of tiles that would have been too large.',
  },
  interrupted: { zh: '已中断：原来的底图没有改动。', en: 'Interrupted: the base map before is as it was.' },
} as const satisfies Record<string, Text>;

export type BasemapScriptMessage = keyof typeof BASEMAP_SCRIPT;
