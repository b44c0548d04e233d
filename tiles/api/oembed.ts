/** What `GET /oembed` gives: oEmbed 1.0, https://oembed.com. */
import Type from 'typebox';
import { string, whole } from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';

export const OEmbedSchema = Type.Object(
  {
    version: Type.Literal('1.0', says('固定为 1.0。', 'Always 1.0.')),
    type: Type.Literal('rich', says('固定为 rich。', 'Always rich.')),
    title: string('标题。', 'A title.'),
    provider_name: string('本服务的名称。', 'Name of this service.'),
    provider_url: string('本服务的地址。', 'Address of this service.'),
    cache_age: whole('可缓存多久（秒）。', 'Seconds that this may be kept.'),
    html: string('嵌入代码：一个 iframe。', 'What embeds the map: an iframe.'),
    width: whole('宽（像素），不超过 maxwidth。', 'Width in pixels, at most maxwidth.'),
    height: whole('高（像素），不超过 maxheight。', 'Height in pixels, at most maxheight.'),
    thumbnail_url: Type.Optional(string('缩略图。', 'A small picture.')),
    thumbnail_width: Type.Optional(whole('缩略图的宽（像素）。', 'Its width in pixels.')),
    thumbnail_height: Type.Optional(whole('缩略图的高（像素）。', 'Its height in pixels.')),
  },
  named('OEmbed', '地图的嵌入代码（oEmbed 1.0）。', 'What embeds a map (oEmbed 1.0).'),
);
export type OEmbed = Of<typeof OEmbedSchema>;
