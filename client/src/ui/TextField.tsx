interface Props {
  title: string;
  /** What the text is compared by, in brackets behind the title. */
  note: string;
  value: string;
  onChange: (value: string) => void;
}

export function TextField({ title, note, value, onChange }: Props) {
  return (
    <label class="filter-field">
      <span>
        {title} <span class="quiet">({note})</span>
      </span>
      <input
        class="field"
        type="text"
        maxLength={60}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}
