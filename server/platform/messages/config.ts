import type { Text } from '../../../tiles/layer/layer.ts';

/** What can be wrong with a setting. */
export const CONFIG = {
  head: { zh: '设置有误：', en: 'Some settings are wrong:' },
  port: {
    zh: '{name}={value} 不是端口号，应为 0 到 65535 的整数。',
    en: '{name}={value} is not a port: it should be a whole number from 0 to 65535.',
  },
  'whole-number': {
    zh: '{name}={value} 应为 {min} 到 {max} 的整数。',
    en: '{name}={value} should be a whole number from {min} to {max}.',
  },
  'too-little': {
    zh: '{name}={value} 太小：至少应为 ANALYSIS_BODY_MB 的两倍（{least}）。',
    en: '{name}={value} is too little: it should be twice ANALYSIS_BODY_MB at least ({least}).',
  },
  choice: { zh: '{name}={value} 不在可选值之中：{choices}。', en: '{name}={value} is not one of: {choices}.' },
  'database-url': {
    zh: '{name} 不是 postgres:// 开头的有效地址（密码中的特殊字符须转义，如 @ 写成 %40）。',
    en: '{name} is not a valid address that starts with postgres:// (escape special characters of the password: @ is %40).',
  },
  'database-url-hosts': {
    zh: '{name} 中有多个主机：请只写一个，或写它们前面的代理的地址。',
    en: '{name} names several hosts: name one, or a proxy in front of them.',
  },
  'database-url-parameter': {
    zh: '{name} 中的参数 {parameter} 不是 PostgreSQL 客户端（libpq）的连接参数：请改正或去掉它。',
    en: '{name} has the parameter {parameter}, which PostgreSQL clients (libpq) do not know: correct it, or leave it out.',
  },
  'database-url-value': {
    zh: '{name} 中的 {parameter}={value} 不在可选值之中：{choices}。',
    en: '{name} has {parameter}={value}, which is not one of: {choices}.',
  },
  schema: {
    zh: '{name}={value} 不能用作模式名：应为 1 到 63 字节，不以 pg_ 开头，也不是 information_schema。',
    en: '{name}={value} cannot name a schema: it should have 1 to 63 bytes, not begin with pg_, and not be information_schema.',
  },
  'tile-url': {
    zh: '{name}={value} 应为 http(s) 地址，并含有 {z}、{x}、{y}。',
    en: '{name}={value} should be an http(s) address with {z}, {x} and {y} in it.',
  },
  'archive-url': {
    zh: '{name} 应为 http(s) 地址，路径以 .pmtiles 结尾（清单以 .json 结尾），不含用户名和密码。',
    en: '{name} should be an http(s) address whose path ends in .pmtiles (of a manifest, in .json), without user and password.',
  },
  origin: {
    zh: '{name} 中的 {value} 不是网站的源：应为 * ，或如 https://www.example.gov.cn（不含路径，多个以逗号分隔）。',
    en: '{name} has {value}, which is no origin of a site: write *, or such as https://www.example.gov.cn (without a path, several between commas).',
  },
  token: {
    zh: '{name} 应为至少 16 个可打印的 ASCII 字符，不含空格，例如 openssl rand -hex 24 的输出。',
    en: '{name} should be at least 16 printable ASCII characters without spaces, such as openssl rand -hex 24 prints.',
  },
  'collector-url': {
    zh: '{name} 应为追踪收集器的 http(s) 地址，如 http://127.0.0.1:4318。',
    en: '{name} should be the http(s) address of a collector of traces, such as http://127.0.0.1:4318.',
  },
  share: { zh: '{name}={value} 应为 0 到 1 的数。', en: '{name}={value} should be a number from 0 to 1.' },
  'base-path': {
    zh: '{name}={value} 不是路径：应以一个 / 开头，由文字、数字和 - _ . ~ 组成，如 /map。',
    en: '{name}={value} is no path: it should begin with one / and have letters, digits and - _ . ~, such as /map.',
  },
  needs: { zh: '设置了 {name}，就必须同时设置 {other}。', en: '{name} needs {other} to be set as well.' },
  'demo-without-migrating': {
    zh: '{name}=on 要向数据库写入数据，MIGRATE=off 的启动却什么也不写：请去掉其中一项。',
    en: '{name}=on writes to the database, and a start with MIGRATE=off writes nothing: leave one of them out.',
  },
  blank: {
    zh: '{name} 设置了却是空的；请填写，或去掉这一项。',
    en: '{name} is set but empty: give it a value, or leave it out.',
  },
} as const satisfies Readonly<Record<string, Text>>;
