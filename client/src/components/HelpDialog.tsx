import { useApp } from '../app/context.ts';
import type { MessageKey } from '../i18n/i18n.ts';
import { Dialog } from './Dialog.tsx';

type Row = readonly [keys: readonly (string | { readonly key: MessageKey })[], action: MessageKey];

const ON_MAP: readonly Row[] = [
  [[{ key: 'help.arrows' }], 'help.pan'],
  [['+', '−'], 'help.zoom'],
  [[{ key: 'help.shiftArrows' }], 'help.turn'],
  [[{ key: 'help.enter' }], 'help.open'],
];
const ANYWHERE: readonly Row[] = [
  [['/'], 'help.search'],
  [['1', '2', '3', '4'], 'help.tabs'],
  [['H'], 'help.home'],
  [['P'], 'help.panel'],
  [['L'], 'help.language'],
  [['Esc'], 'help.escape'],
  [['?'], 'help.help'],
];

export function HelpDialog() {
  const { i18n: { t } } = useApp();
  return (
    <Dialog id="help" title={t('help.title')}>
      <KeyTable caption={t('help.mapFocus')} rows={ON_MAP} />
      <KeyTable caption={t('help.anywhere')} rows={ANYWHERE} />
    </Dialog>
  );
}

function KeyTable({ caption, rows }: { caption: string; rows: readonly Row[] }) {
  const { i18n: { t } } = useApp();
  return (
    <table class="key-table">
      <caption>{caption}</caption>
      <thead class="visually-hidden"><tr><th scope="col">{t('help.key')}</th><th scope="col">{t('help.action')}</th></tr></thead>
      <tbody>
        {rows.map(([keys, action]) => (
          <tr key={action}>
            <th scope="row">{keys.map((key, index) => <kbd key={index}>{typeof key === 'string' ? key : t(key.key)}</kbd>)}</th>
            <td>{t(action)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
