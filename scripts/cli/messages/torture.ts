import type { Text } from '../../../tiles/layer/layer.ts';

/** What `npm run torture` says. */
export const TORTURE = {
  usage: {
    zh: '无法识别参数：{argument}\n用法：npm run torture [-- --only 名称,… --database embedded,server --seed 数 --minutes 数 --input 序号 --schemathesis --json 文件]',
    en: 'The argument cannot be used: {argument}\nUsage: npm run torture [-- --only NAME,… --database embedded,server --seed N --minutes N --input N --schemathesis --json FILE]',
  },
  attacking: { zh: '{attack}（{database}）：{about}', en: '{attack} ({database}): {about}' },
  attacked: {
    zh: '    尝试 {tried}，经受住 {survived}，丢失 {lost}，错误 {wrong}',
    en: '    {tried} tried, {survived} survived, {lost} lost, {wrong} wrong',
  },
  embedded: { zh: '内嵌数据库', en: 'embedded' },
  server: { zh: 'PostgreSQL', en: 'PostgreSQL' },
  'column-attack': { zh: '攻击', en: 'Attack' },
  'column-database': { zh: '数据库', en: 'Database' },
  'column-tried': { zh: '尝试次数', en: 'Tried' },
  'column-survived': { zh: '经受住', en: 'Survived' },
  'column-lost': { zh: '丢失的数据', en: 'Data lost' },
  'column-wrong': { zh: '错误的答复', en: 'Wrong answers' },
  'column-worst-wait': { zh: '最长等待', en: 'Worst wait' },
  total: { zh: '合计', en: 'All' },
  note: { zh: '{attack}（{database}）：{note}', en: '{attack} ({database}): {note}' },
  seed: { zh: '种子：{seed}', en: 'Seed: {seed}' },
  skipped: { zh: '未做：{reason}', en: 'not tried: {reason}' },
  failure: { zh: '{harm}：{what}\n  重现：{command}', en: '{harm}: {what}\n  Repeat it: {command}' },
  harmed: { zh: '有损害，见上。', en: 'Harm was done: see above.' },
  unharmed: {
    zh: '没有数据丢失，没有错误的答复，全部经受住。',
    en: 'Nothing was lost, no answer was wrong, everything was survived.',
  },
  'not-survived': { zh: '未经受住', en: 'Not survived' },
  lost: { zh: '数据丢失', en: 'Data lost' },
  wrong: { zh: '答复错误', en: 'Wrong answer' },
  'attack-failed': { zh: '攻击未能完成：{reason}', en: 'The attack could not be finished: {reason}' },
  'no-postgres': {
    zh: '没有带 PostGIS 的 PostgreSQL 15 或更新版本',
    en: 'no PostgreSQL 15 or newer with PostGIS is installed',
  },
  'no-root': { zh: '不能挂载小磁盘（需要 root）', en: 'no small disk can be mounted, which takes root' },
  'not-back': { zh: '{seconds} 秒后服务仍未恢复', en: 'the service was not back after {seconds} s' },

  'about-routes': { zh: '对每个接口的恶意请求', en: 'hostile requests to every route' },
  'known-answer-changed': { zh: '{path} 的答复与之前不同', en: 'the answer to {path} is not what it was' },
  'bad-answer': { zh: '{said}；请求：{request}', en: '{said}; request: {request}' },
  statuses: {
    zh: '{operations} 个接口；各状态的答复数：{counts}',
    en: '{operations} operations; answers by status: {counts}',
  },

  'about-parsers': { zh: '对每个解析器的近似正确的输入', en: 'nearly right inputs to everything that reads' },
  'parser-hangs': {
    zh: '{parser} 读 {length} 字节超过 {seconds} 秒：{begin}…',
    en: '{parser} took more than {seconds} s for {length} bytes: {begin}…',
  },
  'parser-died': {
    zh: '{parser} 读 {length} 字节时进程终止：{begin}…',
    en: '{parser} ended its process at {length} bytes: {begin}…',
  },
  'parser-throws': { zh: '{parser} 出错（{said}）：{begin}…', en: '{parser} failed ({said}): {begin}…' },
  'parser-counts': {
    zh: '{parsers} 个解析器；读出 {read}，拒绝 {refused}，出错 {thrown}',
    en: '{parsers} readers; {read} read, {refused} refused, {thrown} failed',
  },

  'about-kill-load': { zh: '装入文件时 kill -9', en: 'kill -9 while a file is loaded' },
  'about-kill-edit': { zh: '编辑要素时 kill -9', en: 'kill -9 while features are edited' },
  'about-kill-export': { zh: '导出切片时 kill -9', en: 'kill -9 while tiles are exported' },
  'about-kill-migrate': { zh: '建库时 kill -9', en: 'kill -9 while a database is made' },
  'about-kill-first-start': { zh: '首次启动时 kill -9', en: 'kill -9 during the first start' },
  'pyramid-differs': {
    zh: '图层 {layer} 的聚合与要素不符：{problem}',
    en: 'the clusters of {layer} are not those of its features: {problem}',
  },
  'history-overlaps': { zh: '{id} 的历史与现状重叠', en: 'history and present of {id} overlap' },
  'search-without-feature': { zh: '搜索中有不存在的 {id}', en: 'search knows {id}, which is not there' },
  'revision-fell': { zh: '版本号从 {before} 退到 {revision}', en: 'the revision fell from {before} to {revision}' },
  'count-differs': {
    zh: '{layer} 有 {rows} 行，/counts 答 {told}',
    en: '{layer} has {rows} rows, and /counts answered {told}',
  },
  'edit-lost': {
    zh: '第 {pair} 对要素：已确认第 {acknowledged} 次编辑，库中为第 {found} 次',
    en: 'pair {pair}: edit {acknowledged} was acknowledged, the database has edit {found}',
  },
  'edit-half': { zh: '第 {pair} 对要素只改了一半：{a} 与 {b}', en: 'pair {pair} is half edited: {a} and {b}' },
  'answer-of-other-state': {
    zh: '{id} 在库中为第 {version} 次编辑，服务答 {status} {body}',
    en: '{id} has edit {version} in the database, and the service answered {status} {body}',
  },
  'edits-made': { zh: '确认了 {edits} 次编辑', en: '{edits} edits were acknowledged' },
  'killed-command': { zh: '命令', en: 'command' },
  'killed-service': { zh: '服务', en: 'service' },
  'killed-database': { zh: '数据库', en: 'database' },
  'half-load': {
    zh: '终止{killed}之后图层有 {after} 个要素，之前 {before} 个，文件 {file} 个',
    en: 'after the end of the {killed} the layer has {after} features, it had {before}, the file has {file}',
  },
  'load-lost': {
    zh: '装入已确认，图层却有 {after} 个要素，之前 {before} 个，文件 {file} 个',
    en: 'the load was acknowledged, and the layer has {after} features; it had {before}, the file has {file}',
  },
  'second-fails': { zh: '再做一次未成功：{said}', en: 'the second try failed: {said}' },
  'half-export': {
    zh: '终止{killed}之后归档为 {found}，应为 {expected}',
    en: 'after the end of the {killed} the archive is {found}, not {expected}',
  },
  'export-leftovers': {
    zh: '留下 {leftovers} 个未完成的隐藏文件',
    en: '{leftovers} unfinished hidden files were left behind',
  },
  'schema-differs': { zh: '库结构与未受干扰时不同', en: 'the schema is not that of an undisturbed migration' },
  'start-lacks': {
    zh: '图层 {layer} 有 {count} 个要素，应有 {expected}',
    en: 'layer {layer} has {count} features, not {expected}',
  },

  'about-edits': {
    zh: '随机编辑之后的切片，与另一种算法对照',
    en: 'tiles after random edits, held against another way to make them',
  },
  'tile-differs': {
    zh: '{path}（{state}）与数据库不符：{difference}',
    en: '{path} ({state}) is not what the database has: {difference}',
  },
  'about-names': { zh: '二百多个有害的名称', en: 'more than two hundred names that mean harm' },
  'name-differs': { zh: '名称 {name}：{said}', en: 'name {name}: {said}' },
  'about-schemathesis': { zh: 'schemathesis 生成的请求', en: 'requests that schemathesis makes' },
  'not-asked-for': {
    zh: '需要 --schemathesis（从 PyPI 下载）',
    en: 'takes --schemathesis, which downloads it from PyPI',
  },
  'not-installed': { zh: '不能安装 schemathesis：{said}', en: 'schemathesis cannot be installed: {said}' },
  'schemathesis-found': { zh: 'schemathesis 报告：{said}', en: 'schemathesis says: {said}' },

  'told-late': {
    zh: '{seconds} 秒后 /readyz 才说明（承诺 5 秒）',
    en: '/readyz told of it after {seconds} s; 5 s are promised',
  },
  'told-after': { zh: '{ms} 毫秒后 /readyz 说明', en: '/readyz told of it after {ms} ms' },
  'back-after': { zh: '故障结束 {ms} 毫秒后恢复', en: 'back {ms} ms after the fault' },
  'answers-meanwhile': {
    zh: '其间答对 {right} 次，答 503 {refused} 次',
    en: 'meanwhile {right} right answers and {refused} times 503',
  },
  'about-lost-database': { zh: '数据库终止、停止、网络中断', en: 'the database dies, stops, cannot be reached' },
  'about-frozen-database': { zh: '数据库停住不动（SIGSTOP）', en: 'the database stands still (SIGSTOP)' },
  'about-full-disk': { zh: '数据库所在磁盘写满', en: 'the disk of the database is full' },
  'rows-lost': {
    zh: '确认了 {acknowledged} 行，库中 {found} 行',
    en: '{acknowledged} rows were acknowledged, {found} are there',
  },
  'no-writing-again': { zh: '有空间之后仍不能写入', en: 'nothing can be written though there is room again' },
  'about-hung-worker': { zh: '服务进程停住不动', en: 'a process that answers hangs' },
  'hang-untold': {
    zh: 'WORKERS={workers}，{signal}：{silent} 秒后的请求仍没有答复，也没有说明原因',
    en: 'WORKERS={workers}, {signal}: a request asked after {silent} s was still not answered, nor told why',
  },
  'hang-stays': {
    zh: 'WORKERS={workers}，{signal}：{seconds} 秒后该进程才被接替，或仍未被接替',
    en: 'WORKERS={workers}, {signal}: the process was replaced after {seconds} s, if at all',
  },
  'hang-lasted': {
    zh: 'WORKERS={workers}，{signal}：{seconds} 秒后全部恢复；其间 {refused} 个请求答为 503，{unanswered} 个没有答复，最后一个在 {silent} 秒时提出',
    en: 'WORKERS={workers}, {signal}: all well after {seconds} s; meanwhile {refused} requests were answered 503 and {unanswered} not at all, the last of them asked after {silent} s',
  },
  'about-dead-thread': { zh: '计算研究的进程终止、内存不足', en: 'the processes of studies die, outgrow their memory' },
  'about-clock': { zh: '时钟前后跳动', en: 'the clock jumps forth and back' },
  'edit-unseen': { zh: '{seconds} 秒后仍看不到编辑', en: 'an edit was not seen after {seconds} s' },
  'job-lost': { zh: '任务没有完成：{said}', en: 'a job did not come to its end: {said}' },
  'about-fairness': { zh: '两个客户端，一个贪婪', en: 'two clients, one of them greedy' },
  'fairness-figures': {
    zh: '安静的客户端 p95：单独 {alone} 毫秒，与贪婪者同时 {beside} 毫秒，{ratio} 倍；被拒 {refused} 次；贪婪者各状态的答复数：{greedy}',
    en: 'p95 of the quiet client: {alone} ms alone, {beside} ms beside the greedy one, {ratio} times; refused {refused} times; answers to the greedy one by status: {greedy}',
  },
  'fairness-broken': {
    zh: '安静的客户端 p95 由 {alone} 变为 {beside} 毫秒（{ratio} 倍，承诺 2 倍），被拒 {refused} 次',
    en: 'the p95 of the quiet client rose from {alone} to {beside} ms ({ratio} times, 2 are promised), {refused} were refused',
  },
} as const satisfies Readonly<Record<string, Text>>;
