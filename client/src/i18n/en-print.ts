import type { Message } from './keys.ts';
import type { zhPrint } from './zh-print.ts';

export const enPrint: Readonly<Record<keyof typeof zhPrint, Message>> = {
  'print.title': 'Print the map',
  'print.paper': 'Paper',
  'print.orientation': 'Orientation',
  'print.landscape': 'Landscape',
  'print.portrait': 'Portrait',
  'print.hint':
    'Prints what the map shows, with legend, scale, sources and date. Choose the same paper in the print window and leave its scale at 100%: then the scale is true.',
  'print.start': 'Print…',
};
