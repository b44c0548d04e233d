import type { Text } from '../../../tiles/layer/layer.ts';

/** Messages of a network import: errors, warnings and names. */
export const NETWORK_IMPORT = {
  // Errors of the file.
  'file-unreadable': { zh: '无法读取文件 {file}：{reason}', en: 'The file {file} cannot be read: {reason}' },
  'file-empty': {
    zh: '文件 {file} 是空的。请重新下载或导出。',
    en: 'The file {file} is empty. Download or export it again.',
  },
  'file-xml': {
    zh: '文件 {file} 是 OSM 的 XML 格式，不是 PBF。请先转换：osmium cat 输入.osm -o 输出.osm.pbf',
    en: 'The file {file} is OSM XML, not PBF. Convert it first: osmium cat INPUT.osm -o OUTPUT.osm.pbf',
  },
  'file-not-pbf': {
    zh: '文件 {file} 不是 OSM 的 PBF 文件。请用 .osm.pbf 摘录，或以 .geojson 为扩展名的线。',
    en: 'The file {file} is no PBF file of OpenStreetMap. Use an .osm.pbf extract, or lines in a file named .geojson.',
  },
  'pbf-damaged': {
    zh: '文件 {file} 已损坏或不完整（{reason}）。没有导入任何内容，请重新下载。',
    en: 'The file {file} is damaged or cut off ({reason}). Nothing was imported; download it again.',
  },
  'pbf-compression': {
    zh: '文件 {file} 的压缩方式不受支持（{reason}）。请先转换：osmium cat 输入.osm.pbf -o 输出.osm.pbf -f pbf,pbf_compression=zlib',
    en: 'The file {file} is compressed in a way that is not supported ({reason}). Convert it first: osmium cat INPUT.osm.pbf -o OUTPUT.osm.pbf -f pbf,pbf_compression=zlib',
  },
  'pbf-cut-off-at': {
    zh: '第 {offset} 字节处的数据块不完整：{detail} 字节',
    en: 'the blob at byte {offset} is cut off: {detail} bytes',
  },
  'pbf-too-large-at': {
    zh: '第 {offset} 字节处的数据块超过格式的上限：{detail} 字节',
    en: 'the blob at byte {offset} is above the limit of the format: {detail} bytes',
  },
  'pbf-unreadable-at': {
    zh: '第 {offset} 字节处的数据块无法读取：{detail}',
    en: 'the blob at byte {offset} cannot be read: {detail}',
  },
  'pbf-compression-at': {
    zh: '第 {offset} 字节处的数据块：{detail}',
    en: 'the blob at byte {offset}: {detail}',
  },
  'pbf-features': {
    zh: '文件需要不受支持的特性：{features}。请用普通的摘录（不含历史和内嵌坐标）。',
    en: 'The file needs features that are not supported: {features}. Use a plain extract, without history and without locations on ways.',
  },
  'too-large': {
    zh: '文件中的道路有超过 {max} 个点，超出本服务能处理的规模。请先裁剪：osmium extract -b 西,南,东,北 输入.osm.pbf -o 输出.osm.pbf',
    en: 'The streets of the file have more than {max} points, more than this service takes. Cut it first: osmium extract -b WEST,SOUTH,EAST,NORTH INPUT.osm.pbf -o OUTPUT.osm.pbf',
  },
  'no-streets-osm': {
    zh: '文件有 {ways} 条路径，其中没有可通行的道路（highway）。请检查是否下载了正确的摘录。',
    en: 'The file has {ways} ways, none of them a street (highway) that may be used. Check that it is the right extract.',
  },
  'no-nodes': {
    zh: '文件缺少道路所需的全部节点（{missing} 个）。请用 osmium extract 或 osmium getid -r 重新摘录，保留道路的节点。',
    en: 'The file lacks all the nodes ({missing}) of its streets. Extract it again with osmium extract, or osmium getid -r, so that it keeps them.',
  },
  'node-out-of-range': {
    zh: '节点 {id} 的坐标（{lon}, {lat}）超出范围：经度 ±180，纬度 ±90。',
    en: 'The position ({lon}, {lat}) of node {id} is out of range: longitude ±180, latitude ±90.',
  },
  file: { zh: '文件 {file}：{reason}', en: 'File {file}: {reason}' },
  elevation: {
    zh: '高程取自 {file}，沿道路每约 {spacingM} 米取一点：步行道路长度的 {known}% 有高程，平均坡度 {mean}%。桥梁和隧道按两端直连。',
    en: 'Heights are those of {file}, taken about every {spacingM} m along streets: {known} % of the length on foot has them, at a mean slope of {mean} %. Bridges and tunnels go straight from end to end.',
  },
  'elevation-elsewhere': {
    zh: '高程文件 {file} 与道路不在同一处，或那里没有高程。请检查文件及其坐标系。',
    en: 'The heights of {file} lie elsewhere than the streets, or it has none there. Check the file and its coordinate system.',
  },
  'speeds-columns': {
    zh: '表中应有列 hour（0–23）、class（highway 的值，或 all）和 factor（速度的倍数），可有 weekday（1 为星期一，7 为星期日），并至少一行；现有列：{columns}。',
    en: 'The table needs columns hour (0–23), class (a value of highway, or all) and factor (of the speed), may have weekday (1 is Monday, 7 Sunday), and at least one row; its columns are: {columns}.',
  },
  'speeds-twice': {
    zh: '第 {row} 行与第 {first} 行是同一等级、同一时段。请只留一行。',
    en: 'Row {row} is of the same class and hour as row {first}. Keep one of them.',
  },
  'speeds-class': {
    zh: '第 {row} 行的 class “{value}”应为以下之一：{choices}。',
    en: 'The class “{value}” of row {row} should be one of: {choices}.',
  },
  'speeds-value': {
    zh: '第 {row} 行的 {column} “{value}”不可用：hour 为 0 至 23，weekday 为 1 至 7，factor 大于 0、不大于 10。',
    en: '“{value}” of row {row} cannot be its {column}: hour is 0 to 23, weekday 1 to 7, factor above 0 and at most 10.',
  },
  feature: { zh: '文件 {file} 的第 {feature} 个要素：{reason}', en: 'Feature {feature} of the file {file}: {reason}' },
  'no-streets-lines': {
    zh: '文件有 {features} 个要素，其中没有可通行的线。道路应为 LineString 或 MultiLineString。',
    en: 'The file has {features} features, none of them a line that may be used. Streets are LineStrings or MultiLineStrings.',
  },
  'no-length': { zh: '{streets} 条道路都没有长度。', en: 'None of the {streets} streets has any length.' },
  'line-malformed': {
    zh: '第 {feature} 个要素的坐标不是由经度和纬度组成的线。',
    en: 'The coordinates of feature {feature} are not a line of longitudes and latitudes.',
  },
  swapped: {
    zh: '第 {feature} 个要素的坐标（{lon}, {lat}）似乎经纬度颠倒：应为经度在前、纬度在后。',
    en: 'The position ({lon}, {lat}) of feature {feature} looks swapped: longitude comes first, then latitude.',
  },
  metres: {
    zh: '第 {feature} 个要素的坐标（{lon}, {lat}）超出经纬度范围，像是投影坐标系的米。请先转换为经纬度。',
    en: 'The position ({lon}, {lat}) of feature {feature} is out of range and looks like metres of a projected system. Convert it to longitude and latitude first.',
  },
  exists: {
    zh: '已有编号为 {id} 的路网（{title}）。要替换请加 --replace，要另存请用 --id 指定另一个编号。',
    en: 'There is a network {id} already ({title}). Add --replace to replace it, or give another id with --id.',
  },
  'datum-wrong': {
    zh: '坐标更像是 {better}，而不是 {present}。按各坐标系读取：{numbers}。如确为 {better}，请用 --datum {option} 导入；如确为 {present}，请明确指定。',
    en: 'The coordinates fit {better} better than {present}. Read as {numbers}. If they are {better}, import with --datum {option}; if they are {present} after all, say so with --datum.',
  },
  // Warnings.
  'datum-fits': {
    zh: '坐标与 {present} 相符。按各坐标系读取：{numbers}。',
    en: 'The coordinates fit {present}. Read as {numbers}.',
  },
  'datum-unknown': {
    zh: '坐标系按 {present} 处理，未能核对：附近没有海岸线，也没有已知的实测道路。',
    en: 'The coordinates are taken as {present}, which could not be checked: there is neither a coast near nor a road that somebody has measured.',
  },
  'in-sea': { zh: '{share}% 的长度在海里', en: '{share} % of the length in the sea' },
  'on-roads': { zh: '{share}% 的长度在已知道路上', en: '{share} % of the length on known roads' },
  colon: { zh: '：', en: ': ' },
  semicolon: { zh: '；', en: '; ' },
  known: { zh: '已知道路', en: 'Known roads' },
  converted: { zh: '坐标由 {datum} 转换为 WGS 84。', en: 'Positions were converted from {datum} to WGS 84.' },
  gates: {
    zh: '道路上有 {count} 处大门、隔离桩等障碍，所阻挡的出行方式不能穿过。',
    en: 'Gates, bollards and other barriers on streets ({count}) are not passed by those whom they keep out.',
  },
  turns: {
    zh: '采用 {count} 条转弯限制（汽车和自行车，各按标注）。',
    en: 'Turn restrictions apply ({count}), to cars and bicycles as they say.',
  },
  'turns-conditional': {
    zh: '略去 {count} 条只在某些时段有效的转弯限制。',
    en: 'Turn restrictions that are in force at certain times only are left out ({count}).',
  },
  'turns-other': {
    zh: '略去 {count} 条与步行、自行车和小汽车无关或不明的转弯限制。',
    en: 'Turn restrictions that bind neither pedestrians, bicycles nor cars, or do not say what they forbid, are left out ({count}).',
  },
  'turns-missing': {
    zh: '略去 {count} 条转弯限制：所涉道路或节点不在文件中，或不可通行。',
    en: 'Turn restrictions are left out ({count}) whose ways or nodes are not in the file, or no streets.',
  },
  'turns-unclear': {
    zh: '略去 {count} 条含义不明的转弯限制：所涉道路互不相接，或不止一次相接。',
    en: 'Turn restrictions are left out ({count}) whose ways do not meet, or in more than one way.',
  },
  'water-open': {
    zh: '{count} 个水域关系在文件中不完整，只取其中完整的部分。等时圈在别处可能越过水面。',
    en: 'Water areas that are not whole in the file ({count}) count with the parts of them that are. Isochrones may run over the others.',
  },
  'coast-unclear': {
    zh: '略去海洋：按文件中的海岸线，大量道路会在海里。等时圈可能越过海面。',
    en: 'The sea is left out: by the coastline of the file much of the streets would lie in it. Isochrones may run over the sea.',
  },
  ferries: {
    zh: '{count} 条轮渡航线随路网保存，只有研究要求时（travel.ferries）才计入，因为等候时间未知；其中 {unsaid} 条没有航行时间，按 {kmh} km/h 计。',
    en: 'Ferry lines ({count}) are kept with the network, for studies that ask for them (travel.ferries), as the time of waiting is not known. Those without a duration ({unsaid}) are taken at {kmh} km/h.',
  },
  'ferries-left-out': {
    zh: '略去 {count} 条轮渡航线：在文件中不完整，或不载客、自行车和小汽车。',
    en: 'Ferry lines are left out ({count}) that are not whole in the file, or take neither people, bicycles nor cars.',
  },
  areas: {
    zh: '{count} 个步行区等面状道路只能沿边界通行，不能横穿。',
    en: 'Areas such as squares ({count}) can be walked around, not across.',
  },
  'area-relations': {
    zh: '略去 {count} 个由关系组成的面状道路。',
    en: 'Areas that are relations are left out ({count}).',
  },
  'ways-twice': {
    zh: '{count} 条路径在文件中出现不止一次，只取第一次。',
    en: 'Of ways that are in the file more than once ({count}), the first counts.',
  },
  'nodes-missing': {
    zh: '文件缺少 {missing} 个节点，{ways} 条道路在那里断开。要保留完整的道路，请用 osmium extract -s complete_ways 重新摘录。',
    en: 'The file lacks nodes ({missing}); streets are cut there ({ways}). To keep them whole, extract again with osmium extract -s complete_ways.',
  },
  'lines-unsaid': {
    zh: '{count} 条线没有 highway 属性，按双向、步行骑行驾车均可的道路处理（驾车 25 km/h）。',
    en: 'Lines without a highway property ({count}) count as streets for all, both ways (25 km/h by car).',
  },
  'not-lines': { zh: '略去 {count} 个不是线的要素。', en: 'Features that are no lines are left out ({count}).' },
  'lines-closed': {
    zh: '略去 {count} 条不可通行或类别不明的线（如 highway={example}）。',
    en: 'Lines that nobody may use, or of a class that is not known (such as highway={example}), are left out ({count}).',
  },
  alone: {
    zh: '{total} 条道路中有 {count} 条不与任何其他道路相接。道路只在坐标完全相同处相接：请检查端点是否对齐、交叉处是否有共同的点。',
    en: 'Of {total} streets, {count} meet no other. Streets meet only where they share a position exactly: check that ends are snapped and that crossings have a point in common.',
  },
  islands: {
    zh: '{mode}：路网分为互不相通的 {count} 部分；最大部分之外有 {total} 个节点中的 {nodes} 个，占长度的 {share}%。',
    en: '{mode}: the network is in {count} pieces that no street joins; {nodes} of {total} nodes and {share} % of the length lie outside the largest.',
  },
  'one-way-ends': {
    zh: '{mode}：另有 {nodes} 个节点因单行路只能进或只能出（多在文件边缘）。',
    en: '{mode}: besides, nodes that can only be entered or only be left, because of one-way streets: {nodes} (mostly at the edge of the file).',
  },
  'mode-empty': { zh: '{mode}：没有可通行的道路。', en: '{mode}: there is no street for it.' },
  walk: { zh: '步行', en: 'Walking' },
  cycle: { zh: '骑行', en: 'Cycling' },
  drive: { zh: '驾车', en: 'Driving' },
  // Default names.
  'title-of': { zh: '路网 {file}', en: 'Network of {file}' },
  'source-osm': { zh: '© OpenStreetMap 贡献者（ODbL），{file}', en: '© OpenStreetMap contributors (ODbL), {file}' },
  'source-file': { zh: '文件 {file}', en: 'File {file}' },
} as const satisfies Record<string, Text>;
