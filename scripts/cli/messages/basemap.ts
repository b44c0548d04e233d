import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run basemap:import` says. */
export const BASEMAP_SCRIPT = {
  usage: {
    zh: '用法：npm run basemap:import -- 文件.osm.pbf | --dem 文件.tif [--source 来源] [--crs 坐标系] [--clip city|西,南,东,北] [--out 文件.pmtiles]',
    en: 'Usage: npm run basemap:import -- FILE.osm.pbf | --dem FILE.tif [--source TEXT] [--crs CRS] [--clip city|WEST,SOUTH,EAST,NORTH] [--out FILE.pmtiles]',
  },
  'unknown-option': UNKNOWN_OPTION,
  'no-file': {
    zh: '请指定一个 .osm.pbf 文件，或用 --dem 指定高程 GeoTIFF。',
    en: 'Name an .osm.pbf file, or a GeoTIFF of heights with --dem.',
  },
  'two-kinds': {
    zh: '底图 {file} 与高程 {dem} 请分两次导入。',
    en: 'Import the base map {file} and the heights {dem} one after the other.',
  },
  'dem-type': {
    zh: '不认识的高程文件 {file}：支持 GeoTIFF（.tif）',
    en: 'Unknown kind of heights {file}: GeoTIFF (.tif) is supported',
  },
  'only-with-dem': { zh: '{option} 只与 --dem 一起使用', en: '{option} goes with --dem only' },
  'more-files': { zh: '一次只能导入一个文件，多出：{files}', en: 'One file at a time; there is also: {files}' },
  'file-type': {
    zh: '不认识的文件类型 {file}：支持 .pbf',
    en: 'Unknown kind of file {file}: .pbf is supported',
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
  heights: { zh: '正在读取高程', en: 'Reading heights' },
  'heights-done': {
    zh: '高程瓦片已写入 {file}：{tiles} 块，第 {minzoom} 至 {maxzoom} 级，{size} MB（{seconds} 秒）。',
    en: 'Tiles of heights written to {file}: {tiles} tiles, zooms {minzoom} to {maxzoom}, {size} MB ({seconds} s).',
  },
  averaged: {
    zh: '像元太多：每 {factor}×{factor} 个取平均。用 --clip 缩小范围可保留全部细节。',
    en: 'Too many pixels: each {factor} by {factor} are averaged. Cut it with --clip to keep all detail.',
  },
  'no-source': {
    zh: '没有写明高程的来源：用 --source 注明，地图上会显示。',
    en: 'Where the heights are from is not said: name it with --source, and the map says it.',
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
