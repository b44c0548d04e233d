import type { ComponentChildren } from 'preact';
import { useApp } from '../app/context.ts';
import type { I18n } from '../i18n/i18n.ts';
import type { MessageKey } from '../i18n/keys.ts';
import { KeyTable } from '../ui/KeyTable.tsx';
import { PageDialog } from './PageDialog.tsx';

/** Keys as they stand on the keyboard, or a text that names them, and what they do. */
export type Shortcut = readonly [keys: readonly (string | { readonly key: MessageKey })[], action: MessageKey];

interface Props {
  onMap: readonly Shortcut[];
  anywhere: readonly Shortcut[];
  /** What the page is for, where that needs words. */
  children?: ComponentChildren;
}

export function HelpDialog({ onMap, anywhere, children }: Props) {
  const {
    i18n: { t },
  } = useApp();
  return (
    <PageDialog id="help" title={t('help.title')}>
      {children}
      <KeyTable caption={t('help.mapFocus')} rows={rowsOf(onMap, t)} />
      <KeyTable caption={t('help.anywhere')} rows={rowsOf(anywhere, t)} />
    </PageDialog>
  );
}

/** Keys that move the camera, whatever the page. */
export const CAMERA_KEYS: readonly Shortcut[] = [
  [[{ key: 'help.arrows' }], 'help.pan'],
  [['+', '−'], 'help.zoom'],
  [[{ key: 'help.shiftArrows' }], 'help.turn'],
];

function rowsOf(shortcuts: readonly Shortcut[], t: I18n['t']) {
  return shortcuts.map(
    ([keys, action]) => [keys.map((key) => (typeof key === 'string' ? key : t(key.key))), t(action)] as const,
  );
}
