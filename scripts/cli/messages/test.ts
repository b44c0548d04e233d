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
  'all-passed': { zh: '全部通过（{seconds} 秒）。', en: 'All passed ({seconds} s).' },
  'some-failed': { zh: '未通过：{names}', en: 'Failed: {names}' },
  lint: { zh: '代码规范', en: 'lint' },
  types: { zh: '类型检查', en: 'types' },
  unit: { zh: '单元测试', en: 'unit tests' },
  db: { zh: '数据库测试（内嵌数据库与 PostgreSQL）', en: 'database tests (embedded and PostgreSQL)' },
  browser: { zh: '浏览器测试（Chromium）', en: 'browser tests (Chromium)' },
} as const satisfies Readonly<Record<string, Text>>;
