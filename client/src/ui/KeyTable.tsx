import { useApp } from '../app/context.ts';
import type { MessageKey } from '../i18n/i18n.ts';

export type KeyRow = readonly [keys: readonly (string | { readonly key: MessageKey })[], action: MessageKey];

export function KeyTable({ caption, rows }: { caption: string; rows: readonly KeyRow[] }) {
  const {
    i18n: { t },
  } = useApp();
  return (
    <table class="key-table">
      <caption>{caption}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{t('help.key')}</th>
          <th scope="col">{t('help.action')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([keys, action]) => (
          <tr key={action}>
            <th scope="row">
              {keys.map((key, index) => (
                <kbd key={index}>{typeof key === 'string' ? key : t(key.key)}</kbd>
              ))}
            </th>
            <td>{t(action)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
