import { useEffect, useState } from 'preact/hooks';

interface Props {
  label: string;
  unit?: string;
  /** Null for none, where the field may be empty. */
  value: number | null;
  min: number;
  max: number;
  step?: number;
  /** Shown while there is no number. */
  placeholder?: string;
  testId?: string;
  onChange: (value: number) => void;
  /** Given where there may be no number. */
  onClear?: () => void;
}

/** A number that counts only once it is complete and within its limits, so that typing sends no requests. */
export function NumberField(props: Props) {
  const { label, unit, value, min, max, step = 1, placeholder, testId, onChange, onClear } = props;
  const shown = value === null ? '' : String(value);
  const [typed, setTyped] = useState(shown);
  useEffect(() => setTyped(shown), [shown]);
  const read = (text: string): number | null => {
    const number = Number(text);
    return text.trim() !== '' && Number.isFinite(number) && number >= min && number <= max ? number : null;
  };
  return (
    <label class="plan-number">
      <span>{label}</span>
      <input
        class="field"
        type="number"
        inputMode="decimal"
        min={min}
        max={max}
        step={step}
        value={typed}
        placeholder={placeholder}
        data-testid={testId}
        aria-invalid={read(typed) === null && (onClear === undefined || typed.trim() !== '')}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={(event) => {
          const text = event.currentTarget.value;
          const number = read(text);
          if (number !== null) onChange(number);
          else if (onClear !== undefined && text.trim() === '') onClear();
          else setTyped(shown);
        }}
      />
      {unit !== undefined && <span>{unit}</span>}
    </label>
  );
}
