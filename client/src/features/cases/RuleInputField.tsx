import { useId } from 'preact/hooks';
import type { RuleField, RuleRow, RuleValue } from '../../../../tiles/cases/rule.ts';
import { useApp } from '../../app/context.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { nextRow, rowsOf, type InputProblem } from './rule-input.ts';
import { ValueInput } from './ValueInput.tsx';

interface Props {
  field: RuleField;
  value: RuleValue | undefined;
  problems: readonly InputProblem[];
  onChange: (value: RuleValue) => void;
}

/** One field of a rule's form: a control with its label, or a table whose rows come and go. */
export function RuleInputField({ field, value, problems, onChange }: Props) {
  const {
    i18n: { text },
  } = useApp();
  const id = useId();
  if (field.type === 'table')
    return <TableField field={field} rows={rowsOf(value)} problems={problems} onChange={onChange} />;
  const problem = problems.find(({ path }) => path === field.id);
  return (
    <div class={field.type === 'flag' ? 'rule-field rule-flag' : 'rule-field'}>
      <label for={id}>
        {text(field.title)}
        {field.unit !== undefined && <span class="quiet"> ({text(field.unit)})</span>}
      </label>
      <ValueInput
        id={id}
        field={field}
        value={value as RuleRow[string] | undefined}
        problem={problem}
        onChange={onChange}
      />
      {problem !== undefined && <ProblemText id={`${id}-problem`} problem={problem} />}
    </div>
  );
}

function TableField({ field, rows, problems, onChange }: Omit<Props, 'value'> & { rows: readonly RuleRow[] }) {
  const {
    i18n: { t, text },
  } = useApp();
  const id = useId();
  const columns = field.columns ?? [];
  const setCell = (index: number, column: string, value: RuleRow[string]): void => {
    onChange(rows.map((row, each) => (each === index ? { ...row, [column]: value } : row)));
  };
  return (
    <div class="rule-field">
      <div class="rule-table-scroll" tabIndex={0} role="group" aria-labelledby={`${id}-caption`}>
        <table class="rule-table">
          <caption id={`${id}-caption`}>{text(field.title)}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.id} scope="col">
                  {text(column.title)}
                  {column.unit !== undefined && <span class="quiet"> ({text(column.unit)})</span>}
                </th>
              ))}
              <th scope="col">
                <span class="visually-hidden">{t('case.rowActions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {columns.map((column) => {
                  const cell = `${id}-${index}-${column.id}`;
                  const problem = problems.find(({ path }) => path === `${field.id}[${index + 1}].${column.id}`);
                  return (
                    <td key={column.id}>
                      <ValueInput
                        id={cell}
                        field={column}
                        value={row[column.id]}
                        problem={problem}
                        onChange={(value) => setCell(index, column.id, value)}
                        label={`${text(column.title)} · ${t('case.row', { n: index + 1 })}`}
                      />
                      {problem !== undefined && <ProblemText id={`${cell}-problem`} problem={problem} />}
                    </td>
                  );
                })}
                <td>
                  <IconButton
                    icon="close"
                    label={t('case.removeRow', { n: index + 1 })}
                    onClick={() => onChange(rows.filter((_, each) => each !== index))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <IconButton
        class="button-outline add-row"
        icon="plus"
        label={t('case.addRow')}
        onClick={() => onChange([...rows, nextRow(field, rows)])}
      >
        {t('case.addRow')}
      </IconButton>
    </div>
  );
}

function ProblemText({ id, problem }: { id: string; problem: InputProblem }) {
  const {
    i18n: { t },
  } = useApp();
  return (
    <p id={id} class="problem">
      {t(problem.key, problem.limit === undefined ? {} : { limit: problem.limit })}
    </p>
  );
}
