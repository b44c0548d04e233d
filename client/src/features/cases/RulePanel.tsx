import { Fragment } from 'preact';
import { useId, useMemo, useState } from 'preact/hooks';
import type { CaseRule } from '../../../../tiles/cases/case.ts';
import type { RuleField, RuleInput, RuleOutput, RuleValue } from '../../../../tiles/cases/rule.ts';
import { RULES } from '../../../../tiles/cases/index.ts';
import { useApp } from '../../app/context.ts';
import type { I18n } from '../../i18n/i18n.ts';
import { formatAmount } from './figures.ts';
import { problemsOf, refusal, rowsOf, sameInput } from './rule-input.ts';
import { RuleInputField } from './RuleInputField.tsx';

type Computed = { readonly output: RuleOutput } | { readonly refused: string } | null;

/** The case's rule in words, its worked example, and a calculator that applies the rule to the reader's input. */
export function RulePanel({ rule }: { rule: CaseRule }) {
  const {
    i18n: { t, text },
  } = useApp();
  const id = useId();
  const [input, setInput] = useState<RuleInput>(rule.example.input);
  const definition = RULES[rule.id];
  const problems = useMemo(
    () => (definition === undefined ? [] : problemsOf(definition.inputs, input)),
    [definition, input],
  );
  const computed = useMemo((): Computed => {
    if (definition === undefined || problems.length > 0) return null;
    try {
      return { output: definition.compute(input) };
    } catch (error) {
      if (error instanceof RangeError) return { refused: error.message };
      throw error;
    }
  }, [definition, input, problems]);
  if (definition === undefined) return null;
  const isExample = sameInput(input, rule.example.input);

  return (
    <section class="rule" aria-labelledby={id} data-testid="rule">
      <h3 id={id}>
        {t('case.rule')} · {text(rule.name)}
      </h3>
      <p>{text(rule.statement)}</p>
      <details class="source-line">
        <summary>{t('case.ruleSource')}</summary>
        <blockquote lang="zh-CN">“{rule.source.quote}”</blockquote>
        <p class="quiet">{t('case.sourceLine', { line: String(rule.source.line) })}</p>
      </details>
      <p class="rule-example">
        <span class="badge">{t(rule.example.fromSource ? 'case.exampleFromSource' : 'case.exampleOwn')}</span>
        {isExample ? (
          <span class="quiet">{t('case.isExample')}</span>
        ) : (
          <button type="button" class="button button-quiet" onClick={() => setInput(rule.example.input)}>
            {t('case.reset')}
          </button>
        )}
      </p>
      <form class="rule-form" aria-label={t('case.input')} onSubmit={(event) => event.preventDefault()}>
        {definition.inputs.map((field) => (
          <RuleInputField
            key={field.id}
            field={field}
            value={input[field.id]}
            problems={problems}
            onChange={(value) => setInput({ ...input, [field.id]: value })}
          />
        ))}
      </form>
      <div class="rule-output" role="status" aria-label={t('case.output')}>
        <h4>{t('case.output')}</h4>
        {computed === null && <p class="quiet">{t('case.notComputed')}</p>}
        {computed !== null && 'refused' in computed && (
          <Refused message={computed.refused} fields={definition.inputs} />
        )}
        {computed !== null && 'output' in computed && (
          <RuleResult fields={definition.outputs} output={computed.output} />
        )}
      </div>
    </section>
  );
}

/** Rules word their errors for developers; the reader is told the field, in the language of the page. */
function Refused({ message, fields }: { message: string; fields: readonly RuleField[] }) {
  const {
    i18n: { t, text },
  } = useApp();
  const { field, row } = refusal(fields, message);
  if (field === null) return <p class="problem">{t('case.error.combination')}</p>;
  const name = text(field.title);
  return (
    <p class="problem">
      {row === null ? t('case.error.other', { field: name }) : t('case.error.otherRow', { field: name, n: row })}
    </p>
  );
}

/** What a rule gives, field by field; its tables as tables. */
function RuleResult({ fields, output }: { fields: readonly RuleField[]; output: RuleOutput }) {
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
  if (typeof value === 'number')
    return formatAmount(value, field.unit === undefined ? '' : i18n.text(field.unit), i18n);
  if (typeof value === 'boolean') return i18n.t(value ? 'case.yes' : 'case.no');
  if (typeof value !== 'string') return '—';
  const choice = field.choices?.[value];
  if (choice !== undefined) return i18n.text(choice);
  return field.type === 'date' ? i18n.date(value) : value;
}
