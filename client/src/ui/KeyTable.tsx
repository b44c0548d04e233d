import { useTexts } from './texts.ts';

/** Keys as they stand on the keyboard, and what they do. */
export type KeyRow = readonly [keys: readonly string[], action: string];

export function KeyTable({ caption, rows }: { caption: string; rows: readonly KeyRow[] }) {
  const { t } = useTexts();
  return (
    <table class="key-table">
      <caption>{caption}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{t('ui.key')}</th>
          <th scope="col">{t('ui.action')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([keys, action]) => (
          <tr key={action}>
            <th scope="row">
              {keys.map((key, index) => (
                <kbd key={index}>{key}</kbd>
              ))}
            </th>
            <td>{action}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
