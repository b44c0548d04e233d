import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run analyse` says. */
export const ANALYSE = {
  usage: {
    zh: '用法：npm run analyse -- 研究.json [--out 结果.json] [--csv 目录] [--geojson 目录] [--arrow 目录] [--parquet 目录] [--server 服务地址] [--time-limit 秒] [--memory MB]',
    en: 'Usage: npm run analyse -- STUDY.json [--out RESULT.json] [--csv FOLDER] [--geojson FOLDER] [--arrow FOLDER] [--parquet FOLDER] [--server URL] [--time-limit SECONDS] [--memory MB]',
  },
  'unknown-option': UNKNOWN_OPTION,
  'no-study': { zh: '请指定一个研究文件，如 study.json。', en: 'Name the file of one study, such as study.json.' },
  'bad-number': {
    zh: '--{option} {value} 应为 {min} 到 {max} 的整数。',
    en: '--{option} {value} should be a whole number from {min} to {max}.',
  },
  'bad-server': {
    zh: '--server {value} 应为 http(s) 地址，如 http://127.0.0.1:8080。',
    en: '--server {value} should be an http(s) address, such as http://127.0.0.1:8080.',
  },
  unreadable: { zh: '不能读取 {file}：{reason}', en: '{file} cannot be read: {reason}' },
  'unreadable-feature': {
    zh: '不能读取 {file} 的第 {feature} 个要素：{reason}',
    en: '{file}, feature {feature} cannot be read: {reason}',
  },
  'not-json': {
    zh: '{file} 不是有效的 JSON：第 {line} 行第 {column} 个字符处有误。',
    en: '{file} is not valid JSON: there is an error at line {line}, character {column}.',
  },
  'not-table': { zh: '{file} 不是可读的表格：{reason}', en: '{file} cannot be read as a table: {reason}' },
  'no-column': { zh: '{file} 缺少列 {name}。现有列：{columns}', en: '{file} has no column {name}. It has: {columns}' },
  'not-a-number': {
    zh: '{file} 第 {row} 行的 {name} 不是数：{value}',
    en: '{file}, row {row}: {name} is not a number: {value}',
  },
  'file-type': { zh: '{file}：{what} 可用的文件为 {types}。', en: '{file}: {what} can be {types}.' },
  'not-points': { zh: '{file} 中不全是点。', en: '{file} does not hold points alone.' },
  'not-places': {
    zh: '{file} 应全部是点，或全部是面；第 {feature} 个要素不是。',
    en: '{file} should hold points or polygons, all of one kind; feature {feature} is not.',
  },
  'file-network-on-server': {
    zh: '{file} 是街道网络文件，不能随研究发送：请用 npm run network:import 导入服务，再以 {"stored": 编号} 引用。',
    en: '{file} is a file of streets, which does not travel with a study: import it into the service by npm run network:import and name it by {"stored": id}.',
  },
  error: { zh: '{at}：{message}', en: '{at}: {message}' },
  'error-whole': { zh: '{message}', en: '{message}' },
  'server-failed': { zh: '服务没有给出结果：{reason}', en: 'The service gave no result: {reason}' },
  'server-unreachable': { zh: '连接不上服务 {url}：{reason}', en: 'The service at {url} cannot be reached: {reason}' },
  'out-of-time': {
    zh: '用时超过上限，没有得到任何结果。',
    en: 'It took longer than it may, and nothing was found by then.',
  },
  'out-of-memory': {
    zh: '所需内存超过上限。请减小研究，或用 --memory 提高上限。',
    en: 'It needed more memory than it may take. Ask for less, or raise the limit by --memory.',
  },
  interrupted: { zh: '已中断，没有得到任何结果。', en: 'Interrupted; nothing was found by then.' },
  progress: { zh: '第 {number}/{count} 项  {share}%  {phase}', en: '{number}/{count}  {share} %  {phase}' },
  gap: { zh: '{phase}  差距 {gap}%', en: '{phase}  gap {gap} %' },
  'phase-waiting': { zh: '等待', en: 'waiting' },
  'phase-started': { zh: '读取数据', en: 'reading data' },
  'phase-paths': { zh: '计算路径', en: 'finding ways' },
  'phase-rules': { zh: '检查规则', en: 'checking rules' },
  'phase-isochrones': { zh: '计算等时圈', en: 'isochrones' },
  'phase-reduce': { zh: '化简', en: 'reducing' },
  'phase-greedy': { zh: '贪心', en: 'greedy' },
  'phase-interchange': { zh: '交换', en: 'interchange' },
  'phase-bound': { zh: '求界', en: 'bounding' },
  'phase-exact': { zh: '精确求解', en: 'exact search' },
  assumption: { zh: '假设：{text}', en: 'Assumed: {text}' },
  warning: { zh: '提示：{text}', en: 'Note: {text}' },
  done: {
    zh: '完成：{analyses} 项分析，{seconds} 秒。键 {key}',
    en: 'Done: {analyses} analyses in {seconds} s. Key {key}',
  },
  partial: { zh: '结果不完整。', en: 'The result is partial.' },
  written: { zh: '已写入 {file}', en: 'Written: {file}' },
  unwritable: { zh: '不能写入 {file}：{reason}', en: '{file} cannot be written: {reason}' },
} as const satisfies Readonly<Record<string, Text>>;

export type AnalyseMessage = keyof typeof ANALYSE;
