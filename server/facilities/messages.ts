import type { FacilityKind, Provenance, Text } from '../../tiles/layer/layer.ts';
import type { FacilityProblem } from './checks.ts';

export const FACILITIES = {
  'page-title': { zh: '设施页面', en: 'Page of a facility' },
  'sign-title': { zh: '设施标牌', en: 'Sign of a facility' },
  'service-name': { zh: '{city} · 公共设施', en: '{city} · Public facilities' },
  language: { zh: '中文', en: 'English' },
  unnamed: { zh: '未命名', en: 'Unnamed' },
  go: { zh: '去这里', en: 'Directions' },
  'on-map': { zh: '在地图上看', en: 'Show on the map' },
  'open-app': { zh: '在地图应用中打开', en: 'Open in a maps app' },
  'find-others': { zh: '附近其他同类设施', en: 'Others nearby' },
  sign: { zh: '打印二维码标牌', en: 'Print a sign with its QR code' },
  hours: { zh: '开放时间', en: 'Opening hours' },
  'hours-as-written': { zh: '原文：{text}', en: 'As written: {text}' },
  services: { zh: '设施与服务', en: 'What it offers' },
  has: { zh: '有', en: 'Yes' },
  'has-not': { zh: '没有：{list}', en: 'Not here: {list}' },
  list: { zh: '、', en: ', ' },
  accessible: { zh: '无障碍', en: 'Accessible' },
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '否', en: 'No' },
  free: { zh: '免费', en: 'Free' },
  address: { zh: '地址', en: 'Address' },
  phone: { zh: '电话', en: 'Telephone' },
  'shared-now': { zh: '共享泊位', en: 'Shared spaces' },
  more: { zh: '更多资料', en: 'More about it' },
  about: { zh: '资料从哪里来', en: 'Where this comes from' },
  source: { zh: '来源', en: 'Source' },
  owner: { zh: '责任单位', en: 'Kept by' },
  updated: { zh: '资料更新', en: 'Last change' },
  'known-since': { zh: '收录于', en: 'Known since' },
  confirmed: { zh: '最近有人确认', en: 'Last confirmed by a visitor' },
  position: { zh: '位置（WGS 84）', en: 'Position (WGS 84)' },
  id: { zh: '编号', en: 'Id' },
  'still-right': { zh: '以上信息还对吗？', en: 'Is this still right?' },
  'all-right': { zh: '对，没有问题', en: 'Yes, all right' },
  'not-right': { zh: '不对，告诉我们哪里不对', en: 'No, tell us what is wrong' },
  'what-wrong': { zh: '哪里不对？', en: 'What is wrong?' },
  note: { zh: '补充说明（可不填，请勿写个人信息）', en: 'A few words (optional; nothing about persons, please)' },
  send: { zh: '提交', en: 'Send' },
  'thanks-right': { zh: '谢谢，已记下：信息无误。', en: 'Thank you. We have noted that all is right.' },
  'thanks-wrong': {
    zh: '谢谢，已记下，会转给责任单位核实。',
    en: 'Thank you. We have noted it for whoever keeps these data.',
  },
  'too-many': {
    zh: '今天收到的反馈太多，没有记下这一条。请明天再试。',
    en: 'There was too much feedback today, so that this was not kept. Please try again tomorrow.',
  },
  'not-understood': {
    zh: '请先选择哪里不对，再提交。',
    en: 'Choose what is wrong before you send it.',
  },
  privacy: {
    zh: '不记录您的身份：地址只以当天的加密摘要用于防止刷屏，次日清除。',
    en: 'Nothing tells who you are: a hash of your address bounds the feedback of one day, and is removed the day after.',
  },
  'not-found': { zh: '没有这个设施', en: 'There is no such facility' },
  'not-found-text': {
    zh: '“{id}”不在{layer}中，可能是地址写错了。',
    en: '“{id}” is not among {layer}; the address may be wrong.',
  },
  'no-layer-text': { zh: '没有名为“{layer}”的公共设施。', en: 'There are no public facilities called “{layer}”.' },
  gone: { zh: '这个设施已经撤除', en: 'This facility is gone' },
  'gone-text': {
    zh: '{layer}“{id}”已于 {date} 从资料中删除。',
    en: '{layer} “{id}” was removed from the data on {date}.',
  },
  'find-facilities': { zh: '找附近的设施', en: 'Find facilities nearby' },
  'the-map': { zh: '打开地图', en: 'Open the map' },
  scan: {
    zh: '扫码查看开放时间、服务项目，报告问题',
    en: 'Scan for opening hours and services, or to report a problem',
  },
  'print-hint': { zh: '用浏览器的打印功能（Ctrl+P）打印。纸张：', en: 'Print it from the browser (Ctrl+P). Paper:' },
  back: { zh: '返回设施页面', en: 'Back to the facility' },
  'qr-label': { zh: '二维码：{url}', en: 'QR code: {url}' },
  'list-checks': { zh: '公众对设施信息的反馈，新的在前', en: 'What people say of facilities, the newest first' },
} as const satisfies Readonly<Record<string, Text>>;

export const KINDS: Readonly<Record<FacilityKind, Text>> = {
  toilet: { zh: '公共厕所', en: 'Public toilet' },
  parking: { zh: '停车场', en: 'Car park' },
  school: { zh: '学校', en: 'School' },
  clinic: { zh: '医疗机构', en: 'Medical institution' },
  'service-point': { zh: '办事网点', en: 'Service point' },
  transport: { zh: '交通站点', en: 'Transport' },
};

export const PROBLEM_TITLES: Readonly<Record<FacilityProblem, Text>> = {
  closed: { zh: '暂停使用、打不开', en: 'It is out of use, or locked' },
  hours: { zh: '开放时间不对', en: 'The opening hours are wrong' },
  services: { zh: '设施、服务、收费不对', en: 'Services or price are wrong' },
  moved: { zh: '位置不对', en: 'It is somewhere else' },
  gone: { zh: '已经不存在', en: 'It is no longer there' },
  other: { zh: '其他', en: 'Something else' },
};

export const CERTAINTY: Readonly<Record<Provenance, Text>> = {
  official: { zh: '官方数据：由责任单位提供', en: 'Official: from whoever is responsible' },
  imported: { zh: '导入数据：来自文件或其他系统', en: 'Imported from a file or another system' },
  approximate: { zh: '示意位置：有此设施，位置不准确', en: 'It exists, at an approximate place' },
  synthetic: { zh: '合成数据：用于演示，并非真实设施', en: 'Synthetic: for demonstration, not a real facility' },
};
