/** Line icons on a grid of 20 × 20, drawn in the colour of the text beside them. */
const PATHS = {
  search: 'M9 3a6 6 0 1 1 0 12A6 6 0 0 1 9 3zM13.5 13.5 17.5 17.5',
  close: 'M5 5l10 10M15 5 5 15',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  north: 'M10 2.5 14 17l-4-3-4 3z',
  home: 'M3 9.5 10 3.5l7 6M5 8v8.5h10V8',
  locate: 'M10 5.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10 1.5v4M10 14.5v4M1.5 10h4M14.5 10h4',
  layers: 'M10 3 17.5 7 10 11 2.5 7zM2.5 10.5 10 14.5l7.5-4M2.5 13.5 10 17.5l7.5-4',
  cases: 'M4 3.5h9l3 3v10H4zM7 8h6M7 11h6M7 14h4',
  analysis: 'M3.5 16.5h13M5.5 14V9M9 14V5M12.5 14V8M16 14v-3',
  nearby: 'M10 17.5s5.5-5 5.5-9.2a5.5 5.5 0 0 0-11 0c0 4.2 5.5 9.2 5.5 9.2zM10 6.4a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  chevron: 'M7 4.5 12.5 10 7 15.5',
  menu: 'M3.5 6h13M3.5 10h13M3.5 14h13',
  share: 'M10 12V3M6.8 6 10 2.8 13.2 6M5 9H4v8h12V9h-1',
  help: 'M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15zM7.8 7.7a2.3 2.3 0 1 1 3.3 2.1c-.8.4-1.1.9-1.1 1.8M10 14.2v.3',
  info: 'M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15zM10 9v5M10 6v.3',
  print: 'M6 7V3h8v4M6 14H3.5V7h13v7H14M6 11.5h8V17H6z',
  filter: 'M3 4.5h14L11.8 11v5.5l-3.6-2V11z',
  link: 'M8.2 11.8 11.8 8.2M9 6l2.2-2.2a3.5 3.5 0 0 1 5 5L14 11M11 14l-2.2 2.2a3.5 3.5 0 0 1-5-5L6 9',
  target: 'M3.5 7V3.5H7M13 3.5h3.5V7M16.5 13v3.5H13M7 16.5H3.5V13M10 8.5v3M8.5 10h3',
  plan: 'M3 16.5h14M5.5 16.5V8l4.5-4.5L14.5 8v8.5M8.5 16.5V12h3v4.5M16.2 3.2v4M14.2 5.2h4',
  gaps: 'M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15zM6.5 6.5l7 7M13.5 6.5l-7 7',
  siting: 'M10 17.5s5.5-5 5.5-9.2a5.5 5.5 0 0 0-11 0c0 4.2 5.5 9.2 5.5 9.2zM10 5.6v5.4M7.3 8.3h5.4',
  standards: 'M10 3.5v13M5 6h10M6.5 16.5h7M5 6l-2.2 5h4.4zM15 6l-2.2 5h4.4z',
  brief: 'M5 2.5h7l3.5 3.5v11.5H5zM11.5 2.5V6.5h4M7.5 10h5.5M7.5 13h5.5',
  undo: 'M7 4.5 3.5 8 7 11.5M4 8h7.5a4.5 4.5 0 0 1 0 9H8',
  redo: 'M13 4.5 16.5 8 13 11.5M16 8H8.5a4.5 4.5 0 0 0 0 9H12',
  move: 'M10 2.5v15M2.5 10h15M7.8 4.7 10 2.5l2.2 2.2M7.8 15.3l2.2 2.2 2.2-2.2M4.7 7.8 2.5 10l2.2 2.2M15.3 7.8 17.5 10l-2.2 2.2',
  pointer: 'M5 3l10.5 6.5-4.7 1L8.5 15.5z',
  trash: 'M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5l.8 11h7.4l.8-11M8.5 8.5v5M11.5 8.5v5',
  copy: 'M7 7h9.5v9.5H7zM4 13H3.5V3.5H13V4',
  swipe: 'M10 2.5v15M3 5.5h4.5v9H3zM12.5 5.5H17v9h-4.5z',
  street: 'M4 17 8.5 3M16 17 11.5 3M10 4v2.5M10 9v2.5M10 14v2.5',
  shut: 'M4 6l6-3 6.5 4-1.5 8-8.5 1.5zM8 8l4.5 4.5M12.5 8 8 12.5',
  swap: 'M3.5 7h12M12.5 4l3 3-3 3M16.5 13h-12M7.5 10l-3 3 3 3',
  check: 'M4 10.5 8.5 15 16.5 5.5',
  area: 'M4 6l6-3 6.5 4-1.5 8-8.5 1.5z',
  ruler: 'M2.5 13.5l11-11 4 4-11 11zM5.5 10.5l2 2M8.5 7.5l1.5 1.5M11.5 4.5l2 2',
  fullscreen: 'M3 7.5V3h4.5M12.5 3H17v4.5M17 12.5V17h-4.5M7.5 17H3v-4.5',
  eye: 'M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10zM10 7.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  hidden: 'M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10zM3.5 16.5l13-13',
  table: 'M3 4h14v12H3zM3 8h14M3 12h14M8 8v8',
  download: 'M10 3v9M6.8 9 10 12.2 13.2 9M4 14v2.5h12V14',
  back: 'M12.5 4.5 7 10l5.5 5.5',
} as const;

export type IconName = keyof typeof PATHS;
/** For the page that shows all icons. */
export const ICON_NAMES = Object.keys(PATHS).filter((name): name is IconName => Object.hasOwn(PATHS, name));

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
