import { useApp } from '../app/context.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { KeyTable, type KeyRow } from '../ui/KeyTable.tsx';

const ON_MAP: readonly KeyRow[] = [
  [[{ key: 'help.arrows' }], 'help.pan'],
  [['+', '−'], 'help.zoom'],
  [[{ key: 'help.shiftArrows' }], 'help.turn'],
  [[{ key: 'help.enter' }], 'help.open'],
];
const ANYWHERE: readonly KeyRow[] = [
  [['/'], 'help.search'],
  [['1', '2', '3', '4'], 'help.tabs'],
  [['H'], 'help.home'],
  [['P'], 'help.panel'],
  [['L'], 'help.language'],
  [['Esc'], 'help.escape'],
  [['?'], 'help.help'],
];

export function HelpDialog() {
  const {
    i18n: { t },
  } = useApp();
  return (
    <Dialog id="help" title={t('help.title')}>
      <KeyTable caption={t('help.mapFocus')} rows={ON_MAP} />
      <KeyTable caption={t('help.anywhere')} rows={ANYWHERE} />
    </Dialog>
  );
}
