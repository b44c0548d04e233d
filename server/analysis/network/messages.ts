import type { Text } from '../../../tiles/layer/layer.ts';

/** Errors of the networks of studies. */
export const NETWORK = {
  'given-title': { zh: '分析自带的路网', en: 'The network of the study' },
  'given-source': { zh: '由分析文件给出', en: 'Given with the study' },
  empty: {
    zh: '路网没有节点。请在 network.nodes 中给出节点，或用 {"stored": 编号} 指定已导入的路网。',
    en: 'The network has no nodes. Give some in network.nodes, or name an imported network by {"stored": ID}.',
  },
  'node-twice': {
    zh: '节点编号 {id} 已用于第 {first} 个节点（从 0 数起）。每个节点的编号必须不同。',
    en: 'The node id {id} is that of node {first} already (counted from 0). Every node needs an id of its own.',
  },
  'node-place': {
    zh: '节点 {id} 的位置（{lon}, {lat}）不可用：需同时给出经度（±180）和纬度（±90），或都不给。',
    en: 'The place ({lon}, {lat}) of node {id} cannot be used: give both longitude (±180) and latitude (±90), or neither.',
  },
  'node-unknown': {
    zh: '没有编号为 {id} 的节点。请检查写法：数字 1 与文字 "1" 是两个编号。',
    en: 'There is no node {id}. Check how it is written: the number 1 and the text "1" are two ids.',
  },
  cost: {
    zh: '从 {from} 到 {to} 的费用为 {cost}，应为不小于 0 的有限数。',
    en: 'The cost {cost} from {from} to {to} should be a finite number of at least 0.',
  },
  none: {
    zh: '还没有导入任何路网。请先运行 npm run network:import -- 文件，或在分析文件中给出 network.nodes 和 network.edges。',
    en: 'No network has been imported yet. Run npm run network:import -- FILE first, or give network.nodes and network.edges in the study.',
  },
  untagged: {
    zh: '路网“{title}”没有保留道路等级，不能给出各等级的速度系数。请重新导入：npm run network:import -- 文件 --id {id} --replace。',
    en: 'The network “{title}” keeps no classes of its streets, which speed factors need. Import it again: npm run network:import -- FILE --id {id} --replace.',
  },
  unknown: { zh: '没有编号为 {id} 的路网。现有：{ids}', en: 'There is no network {id}. There are: {ids}' },
} as const satisfies Record<string, Text>;
