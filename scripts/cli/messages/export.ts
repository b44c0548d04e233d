import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run tiles:export` says. */
export const EXPORT = {
  usage: {
    zh: '用法：npm run tiles:export -- --layers 图层,图层 --out 文件.pmtiles [--minzoom 级] [--maxzoom 级] [--bbox 西,南,东,北] [--filter CQL2 条件] [--force]\n　或：npm run tiles:export -- --to 目录|s3://存储桶/路径 [--layers 图层,图层+图层] [--region 代码] [--anew] [--prune 天数] [--minzoom 级] [--maxzoom 级] [--bbox 西,南,东,北] [--filter CQL2 条件]',
    en: 'Usage: npm run tiles:export -- --layers LAYER,LAYER --out FILE.pmtiles [--minzoom N] [--maxzoom N] [--bbox WEST,SOUTH,EAST,NORTH] [--filter CQL2] [--force]\n   or: npm run tiles:export -- --to FOLDER|s3://BUCKET/PATH [--layers LAYER,LAYER+LAYER] [--region CODE] [--anew] [--prune DAYS] [--minzoom N] [--maxzoom N] [--bbox WEST,SOUTH,EAST,NORTH] [--filter CQL2]',
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
    zh: '请用 --out 指定要写入的文件，如 --out city.pmtiles；或用 --to 指定存放各图层归档的目录或存储桶。',
    en: 'Name the file to write, such as --out city.pmtiles, or with --to the folder or bucket for an archive a layer.',
  },
  'no-to': {
    zh: '请用 --to 指定目录或存储桶，如 --to /srv/tiles 或 --to s3://tiles/china。',
    en: 'Name a folder or a bucket with --to, such as --to /srv/tiles or --to s3://tiles/china.',
  },
  'not-with-to': {
    zh: '--{option} 用于单个文件，不能与 --to 同用。',
    en: '--{option} is for one file and does not go with --to.',
  },
  'needs-to': { zh: '--{option} 须与 --to 同用。', en: '--{option} needs --to.' },
  'layer-twice': {
    zh: '图层 {layer} 列了两次：每个图层只进一个归档。',
    en: 'Layer {layer} is named twice: a layer goes into one archive.',
  },
  'bad-region': {
    zh: '--region {value} 应由字母、数字和连字符组成，不超过 48 个字符，如 370200。',
    en: '--region {value} should be letters, digits and hyphens, at most 48, such as 370200.',
  },
  'bad-days': {
    zh: '--prune {value} 应为天数，如 --prune 7。',
    en: '--prune {value} should be days, such as --prune 7.',
  },
  'bad-bucket': {
    zh: '--to {value} 应为 s3://存储桶/路径，路径只用字母、数字、点、下划线和连字符。',
    en: '--to {value} should be s3://BUCKET/PATH, the path of letters, digits, dots, underscores and hyphens.',
  },
  'bad-endpoint': {
    zh: 'AWS_ENDPOINT_URL_S3（或 AWS_ENDPOINT_URL）应为 http(s) 地址，如 https://s3.example.cn 或 https://{bucket}.oss-cn-qingdao.aliyuncs.com，不含用户名和密码。',
    en: 'AWS_ENDPOINT_URL_S3 (or AWS_ENDPOINT_URL) should be an http(s) address, such as https://s3.example.cn or https://{bucket}.oss-cn-qingdao.aliyuncs.com, without user and password.',
  },
  'no-credentials': {
    zh: '写入存储桶需要密钥，请设置环境变量：{names}。',
    en: 'Writing to a bucket needs credentials. Set: {names}.',
  },
  'not-a-manifest': {
    zh: '{place} 中的 manifest.json 不是归档清单，未改动。请换一个位置，或移走该文件。',
    en: 'The manifest.json in {place} is no list of archives and was left as it is. Name another place, or move it away.',
  },
  bucket: {
    zh: '存储桶拒绝了请求（{status} {code}）：{reason}',
    en: 'The bucket refused a request ({status} {code}): {reason}',
  },
  'bucket-key': {
    zh: '存储桶不认这副密钥（{status} {code}）：{reason}。清单未改动。请核对 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY，用同一命令即可继续。',
    en: 'The bucket does not know this key ({status} {code}): {reason}. The manifest is as it was. Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; the same command goes on.',
  },
  'bucket-clock': {
    zh: '本机的时钟与存储桶相差太大（{status} {code}）：{reason}。清单未改动。请校准时钟，用同一命令即可继续。',
    en: 'The clock of this machine differs too much from the bucket’s ({status} {code}): {reason}. The manifest is as it was. Set the clock; the same command goes on.',
  },
  'bucket-denied': {
    zh: '这副密钥在存储桶中没有所需的权限（{status} {code}）：{reason}。清单未改动。请授予读、写、列出和删除对象的权限，用同一命令即可继续。',
    en: 'This key may not do what is needed in the bucket ({status} {code}): {reason}. The manifest is as it was. Let it read, write, list and delete objects; the same command goes on.',
  },
  'no-bucket': {
    zh: '没有这个存储桶（{status} {code}）：{reason}。请先建好存储桶，或改正地址和 AWS_ENDPOINT_URL。',
    en: 'There is no such bucket ({status} {code}): {reason}. Make the bucket, or correct the address and AWS_ENDPOINT_URL.',
  },
  'bucket-lost': {
    zh: '连不上存储桶：{reason}。已完成的部分都已保留，用同一命令即可继续。',
    en: 'The bucket cannot be reached: {reason}. What was made is kept; the same command goes on.',
  },
  'interrupted-region': {
    zh: '已中断，清单未改动。已完成的部分都已保留，用同一命令即可继续。',
    en: 'Interrupted; the manifest is as it was. What was made is kept; the same command goes on.',
  },
  'place-full': {
    zh: '磁盘空间不足（{file}）。已完成的部分都已保留；腾出空间后用同一命令继续。',
    en: 'The disk is full ({file}). What was made is kept; make room, and the same command goes on.',
  },
  'place-unwritable': {
    zh: '无法写入 {place}：{reason}。它必须是（或可以新建为）本用户可写的文件夹，所在磁盘不能是只读的。清单未改动。',
    en: 'Nothing can be written to {place}: {reason}. It has to be a folder that this user may write to (or make), on a disk that is not read-only. The manifest is as it was.',
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
  'region-progress': { zh: '{layers}：{progress}', en: '{layers}: {progress}' },
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
  made: {
    zh: '{layers}：第 {minzoom} 至 {maxzoom} 级，{tiles} 个瓦片，{size} MB；沿用 {copied} 个。{url}',
    en: '{layers}: levels {minzoom} to {maxzoom}, {tiles} tiles, {size} MB; {copied} tried before and taken over. {url}',
  },
  unchanged: { zh: '{layers}：没有改动，沿用 {url}', en: '{layers}: unchanged, {url} stays' },
  empty: {
    zh: '{layers}：所选级别和范围内没有要素，不写归档',
    en: '{layers}: no features in the levels and the box asked for, so no archive',
  },
  'mixed-region': {
    zh: '注意：{layers} 导出期间数据一直在改动，其瓦片可能不属于同一时刻；下次导出会更正。',
    en: 'Note: the data of {layers} changed all along; its tiles may be of different moments. The next export puts it right.',
  },
  'done-region': {
    zh: '已发布 {place}：新做 {made} 个归档，未改动 {unchanged} 个，删除旧归档 {removed} 个，{seconds} 秒。',
    en: 'Published {place}: {made} archives made, {unchanged} unchanged, {removed} old ones removed, {seconds} s.',
  },
  done: {
    zh: '已写入 {file}：第 {minzoom} 至 {maxzoom} 级，{tiles} 个瓦片（不同的 {distinct} 个），{size} MB，{seconds} 秒。',
    en: 'Written {file}: levels {minzoom} to {maxzoom}, {tiles} tiles ({distinct} distinct), {size} MB, {seconds} s.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export type ExportMessage = keyof typeof EXPORT;
