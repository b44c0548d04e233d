import type { Text } from '../../../tiles/layer/layer.ts';

/** Errors, warnings and assumptions of street edits. */
export const STREETS = {
  twice: {
    zh: '街道修改的编号 {id} 用了两次。每项修改的编号必须不同。',
    en: 'The id {id} is that of an earlier street edit. Every edit needs an id of its own.',
  },
  place: {
    zh: '位置（{lon}, {lat}）不可用：应为经度（±180）、纬度（±90）。',
    en: 'The position ({lon}, {lat}) cannot be used: give longitude (±180), then latitude (±90).',
  },
  antimeridian: {
    zh: '区域跨过 180° 经线。请在那里切成两块（RFC 7946）。',
    en: 'The area crosses the 180th meridian. Cut it in two there (RFC 7946).',
  },
  'ring-open': {
    zh: '区域的环没有闭合：首尾两点应相同。',
    en: 'A ring of the area is not closed: its first and last positions should be equal.',
  },
  'needs-stored': {
    zh: 'streetEdits 只用于已导入的路网。请用 {"stored": 编号} 指定路网，或直接修改自带的网络、矩阵。',
    en: 'streetEdits change a stored network. Name one by {"stored": ID}, or change the study’s own network or matrix itself.',
  },
  'too-many-joints': {
    zh: '新街道共有 {count} 处接入，最多 {most} 处。请减少新街道，或将 connect 设为 ends。',
    en: 'The new streets join others at {count} places; {most} are taken at most. Draw fewer, or set connect to ends.',
  },
  'too-many-positions': {
    zh: '街道修改的画线和区域共有 {count} 个顶点，最多 {most} 个。请简化画线或区域。',
    en: 'Lines and areas of the street edits have {count} positions; {most} are taken at most. Simplify them.',
  },
  'warn-not-found': {
    zh: '街道修改 {ids} 没有找到可通行的街道：画线两侧 withinM 米内没有沿线延伸的。请沿街道画线，或加大 withinM。',
    en: 'The street edits {ids} found no street: none of these modes runs along the line within withinM metres. Draw along a street, or raise withinM.',
  },
  'warn-joins-nothing': {
    zh: '新街道 {ids} 没有接入任何街道，没有街道通到那里。请把端点画到街道附近，或加大 joinM。',
    en: 'The new streets {ids} join nothing, so no street leads there. Draw an end near a street, or raise joinM.',
  },
  'warn-open-end': {
    zh: '新街道 {ids} 有端点没有接入任何街道，是断头路。',
    en: 'The new streets {ids} join nothing at an end: they are dead ends there.',
  },
  'warn-shut': {
    zh: '封闭区域内或被其隔开的有：需求单元 {cells} 个（{people} 人）、设施 {facilities} 个。它们不可达，不改接其他街道。',
    en: 'In shut areas, or parted by them from their street, are {cells} demand cells ({people} people) and {facilities} facilities. These cannot be reached, and are not joined to another street.',
  },
  'warn-shut-origins': {
    zh: '起点 {ids} 在封闭区域内，或被其隔开：没有等时圈。请移动起点，或缩小区域。',
    en: 'The origins {ids} are in shut areas, or parted by them from their street: nothing is reached. Move them, or draw the areas smaller.',
  },
  'assume-added': {
    zh: '新建街道 {count} 条，共 {metres} 米：步行、骑行按缺省速度，驾车按所给速度；人口和设施仍可走原来的街道，也可走更近的新街道。',
    en: 'New streets: {count}, {metres} m. Walking and cycling at the default speeds, driving at the speed given. People and facilities keep the street that they joined, and may take a new one that is nearer.',
  },
  'assume-closed': {
    zh: '封闭街道 {count} 段：不得穿行，街上的人口和设施仍可沿街到两端。',
    en: 'Closed streets: {count} stretches. Nobody passes through, but people and facilities on them still come to their ends.',
  },
  'assume-one-way': { zh: '改为单行的街道 {count} 段。', en: 'Streets made one-way: {count} stretches.' },
  'assume-speed': { zh: '改变速度的街道 {count} 段。', en: 'Streets with another speed: {count} stretches.' },
  'assume-shut': {
    zh: '封闭区域 {count} 个：其中不通行，街道在边界截断，也不得步行穿过。',
    en: 'Shut areas: {count}. Nothing is travelled in them, streets end at their border, and nobody walks across.',
  },
} as const satisfies Record<string, Text>;
