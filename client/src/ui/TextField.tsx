interface Props {
  title: string;
  /** How the text is compared, in brackets after the title. */
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
