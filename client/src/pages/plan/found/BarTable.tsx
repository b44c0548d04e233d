interface Row {
  readonly key: string;
  readonly name: string;
  /** Of the bar. */
  readonly color: string;
  /** Length of the bar, 0 to 1. */
  readonly share: number;
  readonly cells: readonly string[];
}

interface Props {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly Row[];
  readonly testId: string;
}

/** Numbers in a table, each row with a bar under its name. */
export function BarTable({ caption, head, rows, testId }: Props) {
  return (
    <table class="data-table found-bars" data-testid={testId}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {head.map((title, k) => (
            <th key={title} scope="col" class={k === 0 ? undefined : 'num'}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, color, share, cells }) => (
          <tr key={key}>
            <th scope="row">
              {name}
              <span class="found-bar" aria-hidden="true">
                <span style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%`, background: color }} />
              </span>
            </th>
            {cells.map((cell, k) => (
              <td key={k} class="num">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
