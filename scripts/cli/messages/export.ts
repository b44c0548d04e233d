import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run tiles:export` says. */
export const EXPORT = {
  usage: {
    zh: '用法：npm run tiles:export -- --layers 图层,图层 --out 文件.pmtiles [--minzoom 级] [--maxzoom 级] [--bbox 西,南,东,北] [--filter CQL2 条件] [--force]',
    en: 'Usage: npm run tiles:export -- --layers LAYER,LAYER --out FILE.pmtiles [--minzoom N] [--maxzoom N] [--bbox WEST,SOUTH,EAST,NORTH] [--filter CQL2] [--force]',
  },
  'unknown-option': UNKNOWN_OPTION,
  'no-layers': {
    zh: '请用 --layers 指定至少一个图层，如 --layers districts,toilets。',
    en: 'Name at least one layer, such as --layers districts,toilets.',
  },
  'unknown-layer': { zh: '没有图层 {layer}。现有图层：{layers}', en: 'There is no layer {layer}. Layers: {layers}' },
  'unknown-layer-near': {
    zh: '没有图层 {layer}。是否指：{near}？',
    en: 'There is no layer {layer}. Did you mean: {near}?',
  },
  'internal-layer': {
    zh: '图层 {layer} 为内部图层，不能导出：归档供公众下载。',
    en: 'Layer {layer} is internal and is not exported: an archive is for the public.',
  },
  'too-many-layers': {
    zh: '一个归档最多 {max} 个图层，收到 {count} 个。',
    en: 'An archive takes at most {max} layers; {count} are named.',
  },
  'no-out': {
    zh: '请用 --out 指定要写入的文件，如 --out city.pmtiles。',
    en: 'Name the file to write, such as --out city.pmtiles.',
  },
  'bad-zoom': {
    zh: '--{option} {value} 应为 0 到 {max} 的整数。',
    en: '--{option} {value} should be a whole number from 0 to {max}.',
  },
  'zooms-reversed': {
    zh: '--minzoom {minzoom} 大于 --maxzoom {maxzoom}。',
    en: '--minzoom {minzoom} is above --maxzoom {maxzoom}.',
  },
  'zoom-below-layers': {
    zh: '--maxzoom {maxzoom} 低于所选图层的起始级别 {minzoom}，没有可导出的瓦片。',
    en: '--maxzoom {maxzoom} is below level {minzoom}, at which the layers begin: there would be no tiles.',
  },
  'zoom-above-layers': {
    zh: '--minzoom {minzoom} 高于所选图层的最高级别 {maxzoom}；如确需导出，请同时指定 --maxzoom。',
    en: '--minzoom {minzoom} is above level {maxzoom}, at which the layers end; give --maxzoom too if you mean it.',
  },
  'bad-bbox': {
    zh: '--bbox {value} 应为“西,南,东,北”四个经纬度，且南小于北；西大于东表示跨越 180° 经线。',
    en: '--bbox {value} should be west,south,east,north in degrees, south below north; west above east crosses the antimeridian.',
  },
  'bad-filter': { zh: '--filter：{reason}', en: '--filter: {reason}' },
  refused: { zh: '{reason}', en: '{reason}' },
  exists: { zh: '{file} 已存在。若要替换，请加 --force。', en: '{file} exists. Add --force to replace it.' },
  'is-folder': { zh: '{file} 不是普通文件，不能写入。', en: '{file} is not a plain file and cannot be written.' },
  'no-folder': { zh: '目录 {folder} 不存在。', en: 'There is no folder {folder}.' },
  unwritable: { zh: '不能写入 {file}：{reason}', en: '{file} cannot be written: {reason}' },
  'disk-full': {
    zh: '磁盘空间不足，未写入 {file}。写入时需要约两倍于归档大小的空间。',
    en: 'The disk is full; {file} was not written. Writing takes about twice the space of the archive.',
  },
  nothing: {
    zh: '所选图层在所选级别和范围内没有要素，未写入文件。',
    en: 'The layers have no features in the levels and the box asked for; no file was written.',
  },
  interrupted: { zh: '已中断，未写入 {file}。', en: 'Interrupted; {file} was not written.' },
  finding: { zh: '正在查找有内容的瓦片', en: 'Finding the tiles that have something' },
  progress: {
    zh: '{share}%  第 {z} 级  {done}/{total}，有内容 {tiles}，每秒 {rate}，约剩 {left}',
    en: '{share} %  level {z}  {done}/{total}, {tiles} with content, {rate} per s, about {left} left',
  },
  'seconds-left': { zh: '{seconds} 秒', en: '{seconds} s' },
  'minutes-left': { zh: '{minutes} 分', en: '{minutes} min' },
  restart: {
    zh: '导出期间数据有改动，重新开始，使全部瓦片属于同一时刻。',
    en: 'The data changed meanwhile: beginning anew, so that all tiles are of one moment.',
  },
  mixed: {
    zh: '注意：导出期间数据一直在改动，归档中的瓦片可能不属于同一时刻。',
    en: 'Note: the data changed all along; the tiles of the archive may be of different moments.',
  },
  done: {
    zh: '已写入 {file}：第 {minzoom} 至 {maxzoom} 级，{tiles} 个瓦片（不同的 {distinct} 个），{size} MB，{seconds} 秒。',
    en: 'Written {file}: levels {minzoom} to {maxzoom}, {tiles} tiles ({distinct} distinct), {size} MB, {seconds} s.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export type ExportMessage = keyof typeof EXPORT;
