import type { Text } from '../../../tiles/layer/layer.ts';

/** Message of every command for arguments that it cannot read; see `parseCommand`. */
export const UNKNOWN_OPTION = {
  zh: '无法识别参数：{detail}',
  en: 'The arguments cannot be read: {detail}',
} as const satisfies Text;

/** What is wrong with one option, for `UNKNOWN_OPTION`. */
export const NO_OPTION = {
  near: { zh: '没有选项 {option}。是否指 {near}？', en: 'there is no option {option}. Did you mean {near}?' },
  far: { zh: '没有选项 {option}。加 --help 列出全部选项', en: 'there is no option {option}. --help lists all of them' },
} as const satisfies Readonly<Record<string, Text>>;

/** The values that an option takes, where one of them is close to what was given. */
export const NEAREST = {
  zh: '{choices}（是否指 {near}？）',
  en: '{choices} (did you mean {near}?)',
} as const satisfies Text;

/** Under the usage of a command. */
export const HELP_HINT = {
  zh: '加 --help 列出全部选项及其含义。',
  en: '--help lists all options and what they do.',
} as const satisfies Text;
