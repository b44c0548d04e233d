import type { Text } from '../../tiles/layer/layer.ts';

export const EMBED = {
  page: { zh: '嵌入用的地图页面', en: 'The map as a page for an iframe' },
  'get-oembed': {
    zh: '地图链接的嵌入代码（oEmbed 1.0）；链接无法嵌入时为 404，格式不支持时为 501',
    en: 'What embeds a link to the map (oEmbed 1.0); 404 for links of nothing that can be embedded, 501 for other formats',
  },
  'of-city': { zh: '{city}地图', en: 'Map of {city}' },
  'of-layers': { zh: '{layers} · {city}', en: '{layers} · {city}' },
  provider: { zh: '城图', en: 'Chengtu' },
  'no-embed': {
    zh: '{url} 不是本服务的地图链接，或其中的图层都不存在。可以嵌入的是 {base}/ 和 {base}/embed 的链接。',
    en: '{url} is no link to a map of this service, or none of its layers exists. Links to {base}/ and {base}/embed can be embedded.',
  },
  'no-format': {
    zh: '没有格式 {format}：可用的是 json 和 xml。',
    en: 'There is no format {format}: json and xml can be had.',
  },
} as const satisfies Readonly<Record<string, Text>>;
