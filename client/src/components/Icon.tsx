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
  back: 'M12.5 4.5 7 10l5.5 5.5',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false"><path d={PATHS[name]} /></svg>;
}
