import { useEffect, useState } from 'preact/hooks';

interface Props {
  label: string;
  unit?: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  onChange: (value: number) => void;
}

/** A number that counts only once it is complete and within its limits, so that typing sends no requests. */
export function NumberField({ label, unit, value, min, max, step = 1, onChange }: Props) {
  const [typed, setTyped] = useState(String(value));
  useEffect(() => setTyped(String(value)), [value]);
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
        aria-invalid={read(typed) === null}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={(event) => {
          const number = read(event.currentTarget.value);
          if (number === null) setTyped(String(value));
          else onChange(number);
        }}
      />
      {unit !== undefined && <span>{unit}</span>}
    </label>
  );
}
