import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run licences` says. */
export const LICENCES = {
  usage: { zh: '用法：npm run licences -- [--write]', en: 'Usage: npm run licences -- [--write]' },
  'unknown-option': UNKNOWN_OPTION,
  none: {
    zh: '{package} 没有注明许可。请查明后写入 scripts/licences/policy.ts，或不用它。',
    en: '{package} names no licence. Find it out and enter it in scripts/licences/policy.ts, or do without the package.',
  },
  unknown: {
    zh: '{package} 的许可 {licence} 不是 SPDX 表达式。请查明后写入 scripts/licences/policy.ts，或不用它。',
    en: '{package}: the licence {licence} is not an SPDX expression. Find out what it is and enter it in scripts/licences/policy.ts, or do without the package.',
  },
  'not-allowed': {
    zh: '{package} 的许可 {licence} 不在允许之列（{allowed}）。请换一个软件包，或在 scripts/licences/policy.ts 中写明允许的理由。',
    en: '{package}: the licence {licence} is not among those allowed ({allowed}). Choose another package, or allow it with the reason in scripts/licences/policy.ts.',
  },
  changed: {
    zh: '{package} 的许可由 {before} 改为 {licence}。请重新查明，并修改 scripts/licences/policy.ts。',
    en: '{package}: the licence was {before} and is {licence} now. Look at it again and correct scripts/licences/policy.ts.',
  },
  left: {
    zh: 'scripts/licences/policy.ts 中的 {name} 已不再使用，请删去。',
    en: '{name} in scripts/licences/policy.ts is no longer used. Remove it there.',
  },
  stale: {
    zh: 'NOTICE 的清单与 package-lock.json 不符。请运行 npm run licences -- --write。',
    en: 'The list in NOTICE does not match package-lock.json. Run npm run licences -- --write.',
  },
  'not-installed': {
    zh: '软件包 {name} 没有安装。请先运行 npm ci。',
    en: 'The package {name} is not installed. Run npm ci first.',
  },
  written: { zh: '已写入 NOTICE：{count} 个软件包', en: 'Written to NOTICE: {count} packages' },
  fine: { zh: '{count} 个软件包的许可均符合要求', en: 'The licences of all {count} packages are allowed' },
} as const satisfies Readonly<Record<string, Text>>;
