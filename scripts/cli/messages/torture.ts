import type { Text } from '../../../tiles/layer/layer.ts';

/** What `npm run torture` says. */
export const TORTURE = {
  usage: {
    zh: '无法识别参数：{argument}\n用法：npm run torture [-- --only 名称,… --database embedded,server --seed 数 --minutes 数 --input 序号 --schemathesis --json 文件]',
    en: 'The argument cannot be used: {argument}\nUsage: npm run torture [-- --only NAME,… --database embedded,server --seed N --minutes N --input N --schemathesis --json FILE]',
  },
  attacking: { zh: '{attack}（{database}）：{about}', en: '{attack} ({database}): {about}' },
  embedded: { zh: '内嵌数据库', en: 'embedded' },
  server: { zh: 'PostgreSQL', en: 'PostgreSQL' },
  'column-attack': { zh: '攻击', en: 'Attack' },
  'column-database': { zh: '数据库', en: 'Database' },
  'column-tried': { zh: '尝试次数', en: 'Tried' },
  'column-survived': { zh: '经受住', en: 'Survived' },
  'column-lost': { zh: '丢失的数据', en: 'Data lost' },
  'column-wrong': { zh: '错误的答复', en: 'Wrong answers' },
  'column-worst-wait': { zh: '最长等待', en: 'Worst wait' },
  total: { zh: '合计', en: 'All' },
  note: { zh: '{attack}（{database}）：{note}', en: '{attack} ({database}): {note}' },
  seed: { zh: '种子：{seed}', en: 'Seed: {seed}' },
  skipped: { zh: '未做：{reason}', en: 'not tried: {reason}' },
  failure: { zh: '{harm}：{what}\n  重现：{command}', en: '{harm}: {what}\n  Repeat it: {command}' },
  harmed: { zh: '有损害，见上。', en: 'Harm was done: see above.' },
  unharmed: {
    zh: '没有数据丢失，没有错误的答复，全部经受住。',
    en: 'Nothing was lost, no answer was wrong, everything was survived.',
  },
  'not-survived': { zh: '未经受住', en: 'Not survived' },
  lost: { zh: '数据丢失', en: 'Data lost' },
  wrong: { zh: '答复错误', en: 'Wrong answer' },
  'attack-failed': { zh: '攻击未能完成：{reason}', en: 'The attack could not be finished: {reason}' },
  'no-postgres': {
    zh: '没有带 PostGIS 的 PostgreSQL 15 或更新版本',
    en: 'no PostgreSQL 15 or newer with PostGIS is installed',
  },
  'no-root': { zh: '不能挂载小磁盘（需要 root）', en: 'no small disk can be mounted, which takes root' },
  'not-back': { zh: '{seconds} 秒后服务仍未恢复', en: 'the service was not back after {seconds} s' },

  'about-routes': { zh: '对每个接口的恶意请求', en: 'hostile requests to every route' },
  'known-answer-changed': { zh: '{path} 的答复与之前不同', en: 'the answer to {path} is not what it was' },
  'bad-answer': { zh: '{said}；请求：{request}', en: '{said}; request: {request}' },
  statuses: {
    zh: '{operations} 个接口；各状态的答复数：{counts}',
    en: '{operations} operations; answers by status: {counts}',
  },

  'about-parsers': { zh: '对每个解析器的近似正确的输入', en: 'nearly right inputs to everything that reads' },
  'parser-hangs': {
    zh: '{parser} 读 {length} 字节超过 {seconds} 秒：{begin}…',
    en: '{parser} took more than {seconds} s for {length} bytes: {begin}…',
  },
  'parser-died': {
    zh: '{parser} 读 {length} 字节时进程终止：{begin}…',
    en: '{parser} ended its process at {length} bytes: {begin}…',
  },
  'parser-throws': { zh: '{parser} 出错（{said}）：{begin}…', en: '{parser} failed ({said}): {begin}…' },
  'parser-counts': {
    zh: '{parsers} 个解析器；读出 {read}，拒绝 {refused}，出错 {thrown}',
    en: '{parsers} readers; {read} read, {refused} refused, {thrown} failed',
  },
} as const satisfies Readonly<Record<string, Text>>;
