import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run forget` says. */
export const FORGET = {
  usage: {
    zh: `用法：npm run forget -- 图层 要素编号 [--reason 原因] [--yes]
      npm run forget -- --list [--json]
      npm run forget -- --again 清单.json
  不带 --yes 只显示将要清除的内容；--list 列出清除记录，加 --json 输出可与备份一起保存的清单；--again 在恢复旧备份后按清单再次清除`,
    en: `Usage: npm run forget -- LAYER ID [--reason TEXT] [--yes]
       npm run forget -- --list [--json]
       npm run forget -- --again LIST.json
  Without --yes it only says what would be erased. --list lists what was erased, with --json as a file to keep beside backups. --again erases by such a file what a restored backup has brought back`,
  },
  'unknown-option': UNKNOWN_OPTION,
  'no-feature-named': {
    zh: '请给出图层和要素编号，例如：npm run forget -- toilets t-17',
    en: 'Name the layer and the id of the feature, such as: npm run forget -- toilets t-17',
  },
  'too-many-names': {
    zh: '一次只能清除一个要素，多出的参数：{names}。编号中有空格时请加引号',
    en: 'One feature at a time: {names} is too much. Put an id with spaces in quotes',
  },
  'one-at-a-time': {
    zh: '--list、--again 与清除要素不能同时使用',
    en: 'Use --list or --again or name a feature, one at a time',
  },
  'json-without-list': { zh: '--json 只能与 --list 一起使用', en: '--json goes with --list' },
  'blank-file': { zh: '--again 需要清单文件的路径', en: '--again needs the path of a list' },
  'unknown-layer': {
    zh: '数据库中没有图层 {layer}。请检查图层编号；未清除任何内容。',
    en: 'The database has no layer {layer}. Check its id. Nothing was erased.',
  },
  'unknown-layer-near': {
    zh: '数据库中没有图层 {layer}。是否指：{near}？未清除任何内容。',
    en: 'The database has no layer {layer}. Did you mean: {near}? Nothing was erased.',
  },
  'no-feature': {
    zh: '图层 {layer} 现在没有、过去也没有编号为 {id} 的要素，未清除任何内容。请检查编号。',
    en: 'Layer {layer} has no feature {id} and has had none. Nothing was erased. Check the id.',
  },
  'erased-before': {
    zh: '图层 {layer} 中编号为 {id} 的要素已于 {at} 清除，数据库中已没有它的任何内容。',
    en: 'The feature {id} of layer {layer} was erased at {at}. The database holds nothing of it.',
  },
  'to-go': {
    zh: '将从图层 {layer} 清除要素 {id}：共 {states} 个版本，{from} 至 {to}。',
    en: 'To be erased from layer {layer}: feature {id}, {states} states from {from} to {to}.',
  },
  present: {
    zh: '  现状：{layer}/{id}，{visibility}，名称 {name}',
    en: '  Now: {layer}/{id}, {visibility}, named {name}',
  },
  public: { zh: '公开', en: 'public' },
  internal: { zh: '内部', en: 'internal' },
  gone: { zh: '  现状：已删除，只剩历史', en: '  Now: deleted, only its history is left' },
  names: { zh: '  曾用编号，一并清除：{names}', en: '  Its other names, which go too: {names}' },
  derived: {
    zh: '  另有：{terms} 条搜索词、所在图层的变更范围、{jobs} 个研究任务及其结果（未完成的会取消）',
    en: '  Also: {terms} search terms, the places that its layers have noted as changed, and {jobs} studies with their results (those at work are cancelled)',
  },
  'not-confirmed': {
    zh: '尚未清除任何内容。清除后无法恢复；确认请加 --yes。',
    en: 'Nothing was erased yet. It cannot be undone. To erase, add --yes.',
  },
  done: {
    zh: '已从图层 {layer} 清除要素 {id}，共 {states} 个版本（{seconds} 秒）。',
    en: 'Erased feature {id} of layer {layer}, {states} states ({seconds} s).',
  },
  'what-remains': {
    zh: '旧备份、已导出的文件、预写日志和服务器日志中可能还有它，见 data/docs/operations.md 的“清除要素”。请保存新的清单：npm run forget -- --list --json',
    en: 'Older backups, exported files, the write-ahead log and server logs may still hold it: see "Erasing a feature" in data/docs/operations.en.md. Keep the list anew: npm run forget -- --list --json',
  },
  'none-erased': { zh: '没有清除记录。', en: 'Nothing was ever erased.' },
  entry: {
    zh: '{at}  {layer}  {states} 个版本  {role}  {reason}',
    en: '{at}  {layer}  {states} states  {role}  {reason}',
  },
  'no-reason': { zh: '（未写原因）', en: '(no reason given)' },
  'list-unreadable': {
    zh: '无法读取清单 {path}：{reason}。请使用 npm run forget -- --list --json 的输出；未清除任何内容。',
    en: 'The list {path} cannot be read: {reason}. Give what npm run forget -- --list --json has printed. Nothing was erased.',
  },
  again: {
    zh: '清单共 {count} 条：{known} 条此数据库已有记录，{erased} 条再次清除（{states} 个版本），{absent} 条在此数据库中没有内容。',
    en: 'Of {count} erasures {known} were known here, {erased} were erased again ({states} states), and of {absent} the database held nothing.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export type ForgetMessage = keyof typeof FORGET;
