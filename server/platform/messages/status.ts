import type { Text } from '../../../tiles/layer/layer.ts';

/** Titles of problems, by the status of their answers. */
export const STATUS_TITLES: Readonly<Record<number, Text>> & Readonly<Record<400 | 500, Text>> = {
  400: { zh: '请求有误', en: 'Bad request' },
  403: { zh: '没有权限', en: 'Forbidden' },
  404: { zh: '未找到', en: 'Not found' },
  405: { zh: '方法不适用', en: 'Method not allowed' },
  408: { zh: '请求超时', en: 'Request timeout' },
  413: { zh: '请求体过大', en: 'Content too large' },
  415: { zh: '格式不受支持', en: 'Unsupported media type' },
  422: { zh: '内容无法处理', en: 'Unprocessable content' },
  431: { zh: '请求头过大', en: 'Request header fields too large' },
  499: { zh: '请求已取消', en: 'Request cancelled' },
  500: { zh: '服务内部出错', en: 'Internal error' },
  503: { zh: '服务暂不可用', en: 'Service unavailable' },
};
