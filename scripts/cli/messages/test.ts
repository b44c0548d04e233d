import type { Text } from '../../../tiles/layer/layer.ts';

/** What `npm test` says. */
export const TEST = {
  installing: {
    zh: '正在从系统软件源安装测试所需的软件包：{packages}',
    en: "Installing what the tests need from the system's packages: {packages}",
  },
  missing: {
    zh: '测试缺少：{missing}。请先运行：\n  {command}',
    en: 'The tests lack: {missing}. Run this first:\n  {command}',
  },
  step: { zh: '── {name}', en: '── {name}' },
  passed: { zh: '✓ {name}（{seconds} 秒）', en: '✓ {name} ({seconds} s)' },
  failed: {
    zh: '✗ {name} 未通过，退出状态 {status}（{seconds} 秒）',
    en: '✗ {name} failed with status {status} ({seconds} s)',
  },
  begins: {
    zh: '开始测试。各部分两路并行，每一部分结束时显示其输出。',
    en: 'The tests begin. Two parts run at a time; the output of each is shown when it ends.',
  },
  'begins-full': {
    zh: '开始完整测试：全部次数，数据库测试在两种数据库上各运行一遍。',
    en: 'The full tests begin: every count in full, and database tests on both kinds of database.',
  },
  'all-passed': { zh: '全部通过（{seconds} 秒）。', en: 'All passed ({seconds} s).' },
  'some-failed': { zh: '未通过：{names}（共 {seconds} 秒）', en: 'Failed: {names} ({seconds} s in total)' },
  format: { zh: '代码格式', en: 'format' },
  lint: { zh: '代码规范', en: 'lint' },
  patterns: { zh: '正则表达式的耗时', en: 'time of regular expressions' },
  arrows: { zh: '模块依赖', en: 'imports between modules' },
  unused: { zh: '未使用的代码', en: 'unused code' },
  licences: { zh: '第三方许可', en: 'licences of packages' },
  types: { zh: '类型检查', en: 'types' },
  build: { zh: '构建网页', en: 'build of the client' },
  unit: { zh: '单元测试', en: 'unit tests' },
  db: { zh: '数据库测试（PostgreSQL 与内嵌数据库）', en: 'database tests (PostgreSQL and embedded)' },
  browser: { zh: '浏览器测试（Chromium）', en: 'browser tests (Chromium)' },
} as const satisfies Readonly<Record<string, Text>>;
