import type { Text } from '../../../tiles/layer/layer.ts';
import type { StatementKind } from '../db/time-limits.ts';

/** Texts of the API's answers that no module has of its own. */
export const API = {
  internal: {
    zh: '服务内部出错。请稍后再试；反映问题时请附上请求编号。',
    en: 'Internal error. Try again later; when reporting it, give the request id.',
  },
  'database-unavailable': {
    zh: '数据库暂时连接不上，请稍后再试。',
    en: 'The database cannot be reached now. Try again shortly.',
  },
  'source-unavailable': {
    zh: '数据源“{source}”的数据库暂时连接不上，请稍后再试；其他图层照常可用。',
    en: 'The database of the source “{source}” cannot be reached now. Try again shortly; other layers go on.',
  },
  'database-disk-full': {
    zh: '数据库所在的磁盘已满（目录 {folder}，剩余 {freeMb} MB），数据库暂时无法工作。腾出空间后会自动恢复，无需重启。',
    en: 'The disk of the database is full (folder {folder}, {freeMb} MB free), so the database cannot work. It goes on by itself once there is room.',
  },
  'database-server-disk-full': {
    zh: '数据库服务器的磁盘已满，此请求需要写入，暂时无法完成。腾出空间后即可恢复。',
    en: 'The disk of the database server is full, and this request has to write. It will work again once there is room.',
  },
  overloaded: {
    zh: '当前请求过多，暂时排不上。请过一两秒再试；批量取数请减少同时发出的请求。',
    en: 'Too many requests at once. Try again in a second or two; programs should send fewer at the same time.',
  },
  'too-many-requests': {
    zh: '从您的网络地址同时发来的请求太多，而其他用户也在使用服务。请减少同时发出的请求，{seconds} 秒后再试。',
    en: 'Too many requests come from your network address at once, while others use the service too. Send fewer at the same time, and try again in {seconds} s.',
  },
  'rate-limited': {
    zh: '您的网络地址在一分钟内的请求已达上限，请 {seconds} 秒后再试。大量取数请用下载，一次取一个图层；缓存中的瓦片不计入。',
    en: 'Your network address has asked for as much as it may in a minute. Try again in {seconds} s. For much data take downloads, a layer at a time; tiles from memory are not counted.',
  },
  'query-timeout': {
    zh: '数据库用时超过 {limitS} 秒，此请求未能完成。{advice}',
    en: 'The database took longer than {limitS} s over this request. {advice}',
  },
  'query-timeout-embedded': {
    zh: '此请求占用内嵌数据库超过 {limitS} 秒，为不耽误其他请求已中止。{advice}数据量大时请改用 PostgreSQL（DATABASE_URL）。',
    en: 'This request held the embedded database for {limitS} s and was ended, as all others have to wait for it. {advice} For a lot of data, use PostgreSQL (DATABASE_URL).',
  },
  cancelled: { zh: '请求已取消。', en: 'The request was cancelled.' },
  'unknown-route': { zh: '没有 {path} 这个地址。', en: 'There is nothing at {path}.' },
  'method-not-allowed': {
    zh: '此地址只接受 {allowed}，不接受 {method}。',
    en: 'This address takes {allowed}, not {method}.',
  },
  'malformed-request': {
    zh: '请求有误，无法读取：请检查地址中的转义字符。',
    en: 'The request cannot be read: check the escapes in its address.',
  },
  'bad-host': {
    zh: '请求缺少 Host 头，或其值不是主机名。',
    en: 'The Host header of the request is missing or is no name of a host.',
  },
  'bad-prefix': {
    zh: '请求头 X-Forwarded-Prefix: {value} 不是路径：应以一个 / 开头，由字母、数字和 - _ . ~ 组成，如 /map。请改正代理的设置。',
    en: 'The header X-Forwarded-Prefix: {value} is no path: it begins with one / and has letters, digits and - _ . ~, such as /map. Correct the settings of the proxy.',
  },
  'expectation-failed': {
    zh: '服务不能满足请求头 Expect: {value}。请去掉它，或改用 100-continue。',
    en: 'The service cannot meet the header Expect: {value}. Leave it out, or send 100-continue.',
  },
  'request-too-long': {
    zh: '请求过长：地址与请求头合计不能超过 {max} KB。放不进地址的筛选条件请用 POST 提交：/counts、/nearby、/layers/…/columns。',
    en: 'The request is too long: its address and headers may have {max} KB together. Send filters that are too long for an address by POST, to /counts, /nearby or /layers/…/columns.',
  },
  'request-timeout': { zh: '请求没有及时发完。', en: 'The request did not arrive in time.' },
  'operators-only': {
    zh: '只供服务的运维人员查看：请在运行服务的机器上直接访问，或者设置 OPERATOR_TOKEN 并随请求给出。',
    en: 'This is for whoever runs the service: ask on the machine that it runs on, or set OPERATOR_TOKEN and send it.',
  },
  'operators-token': {
    zh: '只供服务的运维人员查看：请给出 OPERATOR_TOKEN（Authorization: Bearer，或浏览器询问时作为密码）。',
    en: 'This is for whoever runs the service: send OPERATOR_TOKEN as Authorization: Bearer, or as the password where a browser asks.',
  },
  forbidden: { zh: '没有访问此内容的权限。', en: 'You may not see this.' },
  stopping: { zh: '服务即将停止，请稍后再试。', en: 'The service is about to stop. Try again later.' },
  restarting: {
    zh: '服务进程没有响应或已退出，正在自动更换，请几秒后重试。',
    en: 'The process that answers hangs or has ended, and is being replaced. Try again in a few seconds.',
  },
  'body-too-large': { zh: '请求体超过 {max} MB。', en: 'The body of the request is larger than {max} MB.' },
  'body-not-json': {
    zh: '请求体应为 JSON：请设置请求头 Content-Type: application/json。',
    en: 'The body should be JSON: set the header Content-Type: application/json.',
  },
  'body-no-form': {
    zh: '请求体应为表单：请设置请求头 Content-Type: application/x-www-form-urlencoded。',
    en: 'The body should be a form: set the header Content-Type: application/x-www-form-urlencoded.',
  },
  'other-site': {
    zh: '这个表单只能从本服务自己的页面提交。请打开设施的页面再试。',
    en: 'This form can be sent from pages of this service alone. Open the page of the facility and try again.',
  },
  'body-coded': {
    zh: '请求体不能压缩（Content-Encoding: {coding}）。',
    en: 'The body may not be compressed (Content-Encoding: {coding}).',
  },
  'body-no-object': {
    zh: '请求体应为 JSON 对象，如 {"layers": ["toilets"], "filter": "…"}。',
    en: 'The body should be a JSON object, such as {"layers": ["toilets"], "filter": "…"}.',
  },
  'body-missing': { zh: '请求没有请求体。', en: 'The request has no body.' },
  'body-cut': { zh: '请求体没有发完。', en: 'The body of the request was cut off.' },
  'body-too-slow': {
    zh: '请求体发送过慢（平均每秒不足 {slowest} KB），已中止。请换用更快的网络，或减小请求体。',
    en: 'The body of the request came too slowly (less than {slowest} KB a second on average) and was ended. Use a faster connection, or send a smaller one.',
  },
  'too-many-bodies': {
    zh: '从您的网络地址同时发来的请求体太大，暂不再接受。请减少同时提交的研究，{seconds} 秒后再试。',
    en: 'The bodies of requests from your network address take too much memory at once, so no more are taken now. Send fewer studies at the same time, and try again in {seconds} s.',
  },
  'bodies-full': {
    zh: '正在处理的请求体已占满内存上限，暂不再接受。请 {seconds} 秒后再试，或由管理员提高 BODIES_MB。',
    en: 'The bodies of requests that are worked on take all the memory they may, so no more are taken now. Try again in {seconds} s, or have BODIES_MB raised.',
  },
  'body-malformed': {
    zh: '请求体不是有效的 JSON：第 {line} 行第 {column} 个字符处有误。',
    en: 'The body is not valid JSON: there is an error at line {line}, character {column}.',
  },
  'body-not-utf8': { zh: '请求体不是 UTF-8 编码。', en: 'The body is not encoded as UTF-8.' },
  'unknown-layer': {
    zh: '没有名为“{layer}”的图层。全部图层见 /layers。',
    en: 'There is no layer “{layer}”. See /layers for all of them.',
  },
  'unknown-layer-near': {
    zh: '没有名为“{layer}”的图层。相近的有：{near}。全部图层见 /layers。',
    en: 'There is no layer “{layer}”. Close to it: {near}. See /layers for all of them.',
  },
  'tile-not-an-integer': {
    zh: '瓦片坐标 {parameter}={value} 不是整数。',
    en: 'Tile coordinate {parameter}={value} is not a whole number.',
  },
  'tile-out-of-range': {
    zh: '瓦片坐标 {parameter}={value} 超出范围，此处应为 0 到 {max}。',
    en: 'Tile coordinate {parameter}={value} is out of range: here it goes from 0 to {max}.',
  },
  'missing-parameter': { zh: '缺少参数 {parameter}。', en: 'Parameter {parameter} is missing.' },
  'repeated-parameter': { zh: '参数 {parameter} 只能给一次。', en: 'Parameter {parameter} may be given once only.' },
  'not-a-number': { zh: '参数 {parameter}={value} 不是数字。', en: 'Parameter {parameter}={value} is not a number.' },
  'not-an-integer': {
    zh: '参数 {parameter}={value} 不是整数。',
    en: 'Parameter {parameter}={value} is not a whole number.',
  },
  'number-too-large': {
    zh: '参数 {parameter}={value} 是过大的整数，会被舍入。',
    en: 'Parameter {parameter}={value} is too large a whole number, and would be rounded.',
  },
  'number-out-of-range': {
    zh: '参数 {parameter}={value} 超出范围，应为 {min} 到 {max}。',
    en: 'Parameter {parameter}={value} is out of range: it goes from {min} to {max}.',
  },
  'not-a-flag': {
    zh: '参数 {parameter}={value} 应为 true 或 false。',
    en: 'Parameter {parameter}={value} should be true or false.',
  },
  'not-a-choice': {
    zh: '参数 {parameter}={value} 不在可选值之中：{choices}。',
    en: 'Parameter {parameter}={value} is none of: {choices}.',
  },
  'too-long': {
    zh: '参数 {parameter} 最长 {max} 个字符。',
    en: 'Parameter {parameter} takes at most {max} characters.',
  },
  'too-long-in-address': {
    zh: '参数 {parameter} 在地址中最长 {max} 个字符，收到 {length} 个。/counts、/nearby 与 /layers/…/columns 可用 POST 提交更长的：JSON 请求体，最长 {longest} 个字符。',
    en: 'Parameter {parameter} takes at most {max} characters in an address; this one has {length}. Send a longer one by POST to /counts, /nearby or /layers/…/columns, in a JSON body: at most {longest} characters.',
  },
  'bad-bbox': {
    zh: '参数 {parameter}={value} 应为“西,南,东,北”四个经纬度，且南小于北；西大于东表示跨越 180° 经线。',
    en: 'Parameter {parameter}={value} should be west,south,east,north in degrees, south below north; west above east crosses the antimeridian.',
  },
  'not-a-filter': {
    zh: '图层“{layer}”没有属性“{parameter}”，不能用它筛选。可用的有：{choices}。',
    en: 'Layer “{layer}” has no attribute “{parameter}” to filter by. It has: {choices}.',
  },
  'filter-of-no-layer': {
    zh: '参数 {parameter} 筛选的图层不在请求之中。请求的图层有：{layers}。',
    en: 'Parameter {parameter} filters a layer that is not asked for. Asked for: {layers}.',
  },
  'before-history': {
    zh: '参数 {parameter} 早于历史记录的起点 {begins}，那时的地图已无法完整还原。',
    en: 'Parameter {parameter} lies before {begins}, where the history begins: the map of that moment is not fully known.',
  },
  rateLimit: {
    zh: '网络地址在这一分钟内还有几点（r），几秒后重新计（t），如 "address";r=29874;t=41。没有用量限制的服务不发。',
    en: 'Points that the network address has left in this minute (r), and seconds until it counts anew (t), such as "address";r=29874;t=41. A service without limits does not send it.',
  },
  rateLimitPolicy: {
    zh: '每个网络地址在 w 秒内有 q 点，如 "address";q=30000;w=60。没有用量限制的服务不发。',
    en: 'A network address has q points in w seconds, such as "address";q=30000;w=60. A service without limits does not send it.',
  },
  retryAfter: {
    zh: '几秒后可再试；答复为 429 或 503 时发送。',
    en: 'Seconds until it may be tried again, with 429 and 503.',
  },
  location: { zh: '新建内容的地址。', en: 'Address of what was made.' },
} as const satisfies Readonly<Record<string, Text>>;

export type ApiMessage = keyof typeof API;

/** What to do where a statement of a kind took too long. */
export const TIMEOUT_ADVICE: Readonly<Record<StatementKind, Text>> = {
  tile: {
    zh: '请放大地图，或减少图层、简化筛选条件。',
    en: 'Zoom in, or ask for fewer layers or a simpler filter.',
  },
  'past-tile': {
    zh: '请放大地图，或减少图层、简化筛选条件，或改看较近的日期。',
    en: 'Zoom in, ask for fewer layers or a simpler filter, or for a later date.',
  },
  item: { zh: '请稍后再试。', en: 'Try again shortly.' },
  nearby: {
    zh: '请缩小半径（radius），或简化筛选条件。',
    en: 'Ask for a smaller radius or a simpler filter.',
  },
  search: {
    zh: '请多输入几个字，或用 layers 指定图层。',
    en: 'Type more of the name, or name the layers to look in (layers).',
  },
  counts: {
    zh: '请缩小范围（bbox），或减少图层、简化筛选条件。',
    en: 'Ask for a smaller box (bbox), fewer layers or a simpler filter.',
  },
  columns: {
    zh: '请减少属性（properties）；反复出现时请联系管理员。',
    en: 'Ask for fewer attributes (properties); tell the administrator if it goes on.',
  },
  features: {
    zh: '请减少每页的要素数（limit）、缩小范围（bbox）、简化筛选条件，或不排序（sortby）。',
    en: 'Ask for fewer features a page (limit), a smaller box (bbox), a simpler filter, or no order (sortby).',
  },
  stats: {
    zh: '请稍后再试；数据刚装入时统计需要时间。',
    en: 'Try again shortly: counts take a while after a load.',
  },
  analysis: {
    zh: '请简化研究中设施的筛选条件，或选要素较少的图层。',
    en: 'Simplify the filter of the facilities, or choose a layer with fewer features.',
  },
  other: {
    zh: '请稍后再试，或缩小范围、减少图层和筛选条件。',
    en: 'Try again shortly, or ask for a smaller area, fewer layers or a simpler filter.',
  },
};

/** Titles of problems, by the status of their answers. */
export const STATUS_TITLES: Readonly<Record<number, Text>> & Readonly<Record<400 | 500, Text>> = {
  400: { zh: '请求有误', en: 'Bad request' },
  401: { zh: '需要身份验证', en: 'Unauthorized' },
  403: { zh: '没有权限', en: 'Forbidden' },
  404: { zh: '未找到', en: 'Not found' },
  405: { zh: '方法不适用', en: 'Method not allowed' },
  408: { zh: '请求超时', en: 'Request timeout' },
  413: { zh: '请求体过大', en: 'Content too large' },
  415: { zh: '格式不受支持', en: 'Unsupported media type' },
  417: { zh: '无法满足期望', en: 'Expectation failed' },
  422: { zh: '内容无法处理', en: 'Unprocessable content' },
  429: { zh: '请求过多', en: 'Too many requests' },
  431: { zh: '请求头过大', en: 'Request header fields too large' },
  499: { zh: '请求已取消', en: 'Request cancelled' },
  500: { zh: '服务内部出错', en: 'Internal error' },
  501: { zh: '不支持', en: 'Not implemented' },
  503: { zh: '服务暂不可用', en: 'Service unavailable' },
};

/** What a page says whose address is too long. */
export const LONG_ADDRESS = {
  title: { zh: '链接太长', en: 'The link is too long' },
  body: {
    zh: '链接超过 {max} KB，无法打开；多半是其中的规划改动太多。请发链接的人在规划页的“我的规划”中把规划导出为文件，您再在同一处从文件导入。',
    en: 'A link of more than {max} KB cannot be opened. Most likely it holds a plan with very many edits. Ask its sender to export the plan as a file, under “My plans” on the planning page, and import it in the same place.',
  },
  open: { zh: '不带这些内容打开此页', en: 'Open this page without what the link holds' },
} as const satisfies Readonly<Record<string, Text>>;
