import type { Text } from '../../../tiles/layer/layer.ts';

/** What `npm run screenshots` says. */
export const SCREENSHOTS = {
  usage: {
    zh: '用法：npm run screenshots -- [网址] [文件夹] [--view {views}] [--documents]\n网址默认 http://127.0.0.1:8080，文件夹默认 .chengtu/screenshots，--documents 时为 data/pictures。',
    en: 'Usage: npm run screenshots -- [URL] [FOLDER] [--view {views}] [--documents]\nThe URL is http://127.0.0.1:8080 and the folder .chengtu/screenshots, with --documents data/pictures, where they are left out.',
  },
  'not-ready': {
    zh: '{url} 没有就绪的服务。请先运行 npm start。',
    en: 'No service is ready at {url}. Run npm start first.',
  },
  taken: { zh: '{file}（{seconds} 秒）', en: '{file} ({seconds} s)' },
  done: { zh: '已写入 {count} 张图片：{folder}', en: '{count} pictures written to {folder}' },
  failed: { zh: '截图未能完成：{reason}', en: 'The pictures could not be taken: {reason}' },
} as const satisfies Readonly<Record<string, Text>>;
