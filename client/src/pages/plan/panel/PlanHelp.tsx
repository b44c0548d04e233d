import { useApp } from '../../../app/context.ts';
import { CAMERA_KEYS, HelpDialog, type Shortcut } from '../../../shell/HelpDialog.tsx';

const ON_MAP: readonly Shortcut[] = [
  ...CAMERA_KEYS,
  [[{ key: 'help.enter' }], 'plan.help.enter'],
  [[{ key: 'plan.help.shiftEnter' }], 'plan.help.finish'],
];
const ANYWHERE: readonly Shortcut[] = [
  [['Ctrl+Z'], 'plan.undo'],
  [['Ctrl+Y', 'Ctrl+Shift+Z'], 'plan.redo'],
  [['Esc'], 'plan.help.escape'],
];

export function PlanHelp() {
  const {
    i18n: { t },
  } = useApp();
  return (
    <HelpDialog onMap={ON_MAP} anywhere={ANYWHERE}>
      <p>{t('plan.help.what')}</p>
    </HelpDialog>
  );
}
