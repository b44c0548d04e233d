import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run migrate` says of its arguments. */
export const MIGRATE = {
  usage: {
    zh: '用法：npm run migrate [-- --grants 角色 | --hand-over 角色]\n  --grants 打印服务角色所需的授权语句；--hand-over 打印把表和函数交给所有者角色的语句，由超级用户执行',
    en: 'Usage: npm run migrate [-- --grants ROLE | --hand-over ROLE]\n  --grants prints the grants that a role needs to serve; --hand-over prints what a superuser runs to make a role the owner of tables and functions',
  },
  'unknown-option': UNKNOWN_OPTION,
  'one-at-a-time': { zh: '--grants 与 --hand-over 只能给一个', en: 'Give --grants or --hand-over, not both' },
  'blank-role': { zh: '--{option} 需要角色名', en: '--{option} needs the name of a role' },
} as const satisfies Readonly<Record<string, Text>>;

export type MigrateMessage = keyof typeof MIGRATE;
