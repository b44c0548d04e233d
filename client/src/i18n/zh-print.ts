/** Texts of the dialog for printing, which come with it. */
export const zhPrint = {
  'print.title': '打印地图',
  'print.paper': '纸张',
  'print.orientation': '方向',
  'print.landscape': '横向',
  'print.portrait': '纵向',
  'print.hint': '打印当前范围，含图例、比例尺、来源和日期。请在打印窗口中选择同样的纸张，缩放设为 100%，比例尺才准确。',
  'print.start': '打印…',
} as const;
