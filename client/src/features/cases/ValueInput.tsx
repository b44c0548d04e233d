import { useState } from 'preact/hooks';
import type { RuleField, RuleRow } from '../../../../tiles/cases/rule.ts';
import { useApp } from '../../app/context.ts';
import { parseNumber, type InputProblem } from './rule-input.ts';

interface Props {
  id: string;
  field: RuleField;
  value: RuleRow[string] | undefined;
  problem: InputProblem | undefined;
  /** In a table, where no label of its own stands beside the control. */
  label?: string;
  onChange: (value: RuleRow[string]) => void;
}

/** The control that fits a field's type. */
export function ValueInput({ id, field, value, problem, label, onChange }: Props) {
  const {
    i18n: { text },
  } = useApp();
  const common = {
    id,
    ...(label !== undefined && { 'aria-label': label }),
    ...(problem !== undefined && { 'aria-invalid': true, 'aria-describedby': `${id}-problem` }),
  };
  switch (field.type) {
    case 'flag':
      return (
        <input
          {...common}
          type="checkbox"
          class="check"
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'choice':
      return (
        <select
          {...common}
          class="field"
          value={String(value ?? '')}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {Object.entries(field.choices ?? {}).map(([key, title]) => (
            <option key={key} value={key}>
              {text(title)}
            </option>
          ))}
        </select>
      );
    case 'date':
      return (
        <input
          {...common}
          type="date"
          class="field"
          value={String(value ?? '')}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'number':
      return <NumberInput common={common} field={field} value={value} onChange={onChange} />;
    default:
      return (
        <input
          {...common}
          type="text"
          class="field"
          maxLength={200}
          value={String(value ?? '')}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

/** Keeps an unfinished text (`3.`, `-`) as it was typed, and passes on the number alone. */
function NumberInput({
  common,
  field,
  value,
  onChange,
}: {
  common: object;
  field: RuleField;
  value: Props['value'];
  onChange: Props['onChange'];
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown =
    typed !== null && Object.is(parseNumber(typed), value)
      ? typed
      : typeof value === 'number' && Number.isFinite(value)
        ? String(value)
        : (typed ?? '');
  return (
    <input
      {...common}
      type="text"
      inputMode="decimal"
      class="field"
      autocomplete="off"
      value={shown}
      onInput={(event) => {
        const { value: written } = event.currentTarget;
        setTyped(written);
        onChange(parseNumber(written));
      }}
      onKeyDown={(event) => {
        const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
        if (direction === 0 || typeof value !== 'number' || !Number.isFinite(value)) return;
        event.preventDefault();
        const next = Number((value + direction * (field.step ?? 1)).toFixed(10));
        setTyped(null);
        onChange(Math.min(Math.max(next, field.minimum ?? -Infinity), field.maximum ?? Infinity));
      }}
    />
  );
}
