import { useApp } from '../../../app/context.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { KeyTable, type KeyRow } from '../../../ui/KeyTable.tsx';

const ON_MAP: readonly KeyRow[] = [
  [[{ key: 'help.arrows' }], 'help.pan'],
  [['+', '−'], 'help.zoom'],
  [[{ key: 'help.shiftArrows' }], 'help.turn'],
  [[{ key: 'help.enter' }], 'plan.help.enter'],
  [[{ key: 'plan.help.shiftEnter' }], 'plan.help.finish'],
];
const ANYWHERE: readonly KeyRow[] = [
  [['Ctrl+Z'], 'plan.undo'],
  [['Ctrl+Y', 'Ctrl+Shift+Z'], 'plan.redo'],
  [['Esc'], 'plan.help.escape'],
];

export function PlanHelp() {
  const {
    i18n: { t },
  } = useApp();
  return (
    <Dialog id="help" title={t('help.title')}>
      <p>{t('plan.help.what')}</p>
      <KeyTable caption={t('help.mapFocus')} rows={ON_MAP} />
      <KeyTable caption={t('help.anywhere')} rows={ANYWHERE} />
    </Dialog>
  );
}
