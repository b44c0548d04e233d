import { CAMERA_KEYS, HelpDialog, type Shortcut } from '../../shell/HelpDialog.tsx';

const ON_MAP: readonly Shortcut[] = [...CAMERA_KEYS, [[{ key: 'help.enter' }], 'help.open']];
const ANYWHERE: readonly Shortcut[] = [
  [['/'], 'help.search'],
  [['1', '2', '3', '4'], 'help.tabs'],
  [['[', ']'], 'help.tour'],
  [['H'], 'help.home'],
  [['P'], 'help.panel'],
  [['L'], 'help.language'],
  [['Esc'], 'help.escape'],
  [['?'], 'help.help'],
];

/** The keys of the map's page. */
export default function MapHelp() {
  return <HelpDialog onMap={ON_MAP} anywhere={ANYWHERE} />;
}
