import { Fragment } from 'preact';
import type { RuleField, RuleOutput, RuleValue } from '../../../../tiles/cases/rule.ts';
import { useApp } from '../../app/context.ts';
import type { I18n } from '../../i18n/i18n.ts';
import { formatAmount } from './figures.ts';
import { rowsOf } from './rule-input.ts';

/** What a rule gives, field by field; its tables as tables. */
export function RuleResult({ fields, output }: { fields: readonly RuleField[]; output: RuleOutput }) {
  const { i18n } = useApp();
  const given = fields.filter(({ id }) => output[id] !== undefined);
  return (
    <>
      <dl class="facts rule-facts">
        {given
          .filter(({ type }) => type !== 'table')
          .map((field) => (
            <Fragment key={field.id}>
              <dt>{i18n.text(field.title)}</dt>
              <dd data-output={field.id}>{formatValue(field, output[field.id], i18n)}</dd>
            </Fragment>
          ))}
      </dl>
      {given
        .filter(({ type }) => type === 'table')
        .map((field) => (
          <div key={field.id} class="rule-table-scroll" tabIndex={0} role="group" aria-label={i18n.text(field.title)}>
            <table class="data-table">
              <caption>{i18n.text(field.title)}</caption>
              <thead>
                <tr>
                  {(field.columns ?? []).map((column) => (
                    <th key={column.id} scope="col" class={column.type === 'number' ? 'num' : ''}>
                      {i18n.text(column.title)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rowsOf(output[field.id]).map((row, index) => (
                  <tr key={index}>
                    {(field.columns ?? []).map((column) => (
                      <td key={column.id} class={column.type === 'number' ? 'num' : ''}>
                        {formatValue(column, row[column.id], i18n)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ))}
    </>
  );
}

function formatValue(field: RuleField, value: RuleValue | undefined, i18n: I18n): string {
  if (value === undefined) return '—';
  if (typeof value === 'number')
    return formatAmount(value, field.unit === undefined ? '' : i18n.text(field.unit), i18n);
  if (typeof value === 'boolean') return i18n.t(value ? 'case.yes' : 'case.no');
  const choice = field.choices?.[String(value)];
  if (choice !== undefined) return i18n.text(choice);
  return field.type === 'date' ? i18n.date(String(value)) : String(value);
}
