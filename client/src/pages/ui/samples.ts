/** What the widgets of the page show: made up, in both languages. */
import type { Text } from '../../../../tiles/layer/layer.ts';
import type { Legend } from '../../../../tiles/style/legend.ts';

const text = (zh: string, en: string): Text => ({ zh, en });

export const SAMPLES = {
  title: text('界面部件', 'Widgets'),
  language: text('English', '中文'),
  theme: text('深色 / 浅色', 'Dark / light'),
  section: {
    buttons: text('按钮', 'Buttons'),
    fields: text('输入', 'Fields'),
    marks: text('图例与标记', 'Legends and marks'),
    figures: text('指标', 'Figures'),
    states: text('加载与出错', 'Loading and errors'),
    tabs: text('标签页', 'Tabs'),
    dialog: text('对话框与菜单', 'Dialog and menu'),
    icons: text('图标', 'Icons'),
  },
  search: text('搜索', 'Search'),
  start: text('开始计算', 'Start'),
  share: text('分享', 'Share'),
  print: text('打印', 'Print'),
  more: text('更多', 'More'),
  open: text('打开对话框', 'Open the dialog'),
  unavailable: text('不可用', 'Unavailable'),
  pressed: text('已按下', 'Pressed'),
  district: text('区市', 'District'),
  grade: text('等级', 'Grade'),
  needs: text('必备条件', 'Must have'),
  name: text('名称', 'Name'),
  contains: text('包含文字', 'contains'),
  spaces: text('泊位数', 'Spaces'),
  unit: text('个', 'spaces'),
  opened: text('启用日期', 'Opened on'),
  people: text('人口', 'People'),
  nearest: text('显示方式', 'Shown as'),
  points: text('散点', 'Points'),
  heat: text('热力', 'Heatmap'),
  covered: text('覆盖人口', 'People covered'),
  coveredValue: text('46.3%', '46.3%'),
  coveredNote: text('现状 41.0%', 'now 41.0%'),
  coveredInfo: text('在时限内能到达一处设施的人口占比。', 'Share of people who reach a facility within the limit.'),
  loading: text('正在加载…', 'Loading…'),
  offline: text('连不上服务器，请检查网络。', 'The server cannot be reached. Check your connection.'),
  dialogText: text(
    '对话框打开时，焦点留在其中，关闭后回到原处。',
    'The focus stays in the dialog, and goes back on closing.',
  ),
  tab: text('第 {n} 页的内容', 'Content of tab {n}'),
  keys: text('快捷键', 'Keys'),
  zoom: text('缩放地图', 'Zoom the map'),
  help: text('打开帮助', 'Open the help'),
} as const;

const class_ = (zh: string, en: string, color: string) => ({ label: text(zh, en), color });

export const LEGENDS: readonly Legend[] = [
  {
    mark: 'circle',
    color: '#0b6e6e',
    glyph: text('厕', 'WC'),
    title: text('等级', 'Grade'),
    classes: [class_('一类', 'Class 1', '#0b6e6e'), class_('二类', 'Class 2', '#4aa3a3')],
  },
  {
    mark: 'line',
    color: '#7a4b00',
    classes: [class_('主干路', 'Main road', '#7a4b00'), class_('支路', 'Side road', '#c08a3e')],
  },
  {
    mark: 'area',
    color: '#3d5fa8',
    dash: [3, 2],
    title: text('人口密度', 'Density'),
    unit: text('人/平方公里', 'people/km²'),
    classes: [class_('1000–5000', '1,000–5,000', '#9db4e0'), class_('5000 及以上', '5,000 and more', '#3d5fa8')],
  },
];

/** More options than boxes have room for. */
export const MANY = Array.from({ length: 20 }, (_, k) => ({
  value: String(k),
  label: text(`街道 ${String(k + 1)}`, `Subdistrict ${String(k + 1)}`),
}));

export const FEW = [
  { value: '1', label: text('一类', 'Class 1') },
  { value: '2', label: text('二类', 'Class 2') },
  { value: '3', label: text('三类', 'Class 3') },
];

export const FLAGS = [
  { id: 'accessible', title: text('无障碍', 'Step-free access'), wanted: 'with' },
  { id: 'baby', title: text('母婴室', 'Baby room'), wanted: 'without' },
  { id: 'wifi', title: text('无线网络', 'Wi-Fi'), wanted: undefined },
] as const;
