import { InfoTip } from './InfoTip.tsx';

interface Props {
  name: string;
  /** With its unit. */
  value: string;
  note?: string | undefined;
  info: string;
  testId?: string;
}

/** One number of the page: what it is, its unit, and behind the button how it is made and from what. */
export function Figure({ name, value, note, info, testId }: Props) {
  return (
    <div class="tile" data-testid={testId}>
      <dt>
        {name} <InfoTip about={name}>{info}</InfoTip>
      </dt>
      <dd class="tile-value">{value}</dd>
      {note !== undefined && <dd class="tile-note">{note}</dd>}
    </div>
  );
}
