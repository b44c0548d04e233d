/** A text in the format of Prometheus, read strictly: throws where a line is none of it, or a series stands twice. */
export class MetricsText {
  readonly types = new Map<string, string>();
  readonly #series = new Map<string, number>();

  constructor(text: string) {
    for (const line of text.split('\n').filter((each) => each !== '')) this.#read(line);
  }

  /** Value of a series; undefined where there is none. Labels in any order. */
  value(name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
    return this.#series.get(keyOf(name, Object.entries(labels)));
  }

  /** Values that a label has in the series of a name. */
  labels(name: string, label: string): string[] {
    const found = [...this.#series.keys()].flatMap((key) => {
      const [series, labels] = JSON.parse(key) as [string, [string, string][]];
      return series === name ? labels.filter(([each]) => each === label).map(([, value]) => value) : [];
    });
    return [...new Set(found)].sort();
  }

  get names(): string[] {
    return [...new Set([...this.#series.keys()].map((key) => (JSON.parse(key) as [string])[0]))];
  }

  #read(line: string): void {
    const type = /^# TYPE ([a-z0-9_:]+) (counter|gauge|histogram|summary)$/.exec(line);
    if (type) {
      this.types.set(String(type[1]), String(type[2]));
      return;
    }
    if (line.startsWith('# HELP ')) return;
    // `Nan` is the library's spelling; Prometheus reads it in any.
    const match = /^([a-z_:][a-z0-9_:]*)(?:\{(.*)\})? (-?[\d.]+(?:e[+-]?\d+)?|Nan|\+Inf)$/.exec(line);
    if (!match) throw new Error(`No line of the format: ${line}`);
    const key = keyOf(String(match[1]), labelsOf(match[2] ?? ''));
    if (this.#series.has(key)) throw new Error(`Twice: ${line}`);
    this.#series.set(key, Number(match[3]));
  }
}

function labelsOf(text: string): [string, string][] {
  const labels = [...text.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"(?:,|$)/g)];
  if (labels.map(([whole]) => whole).join('') !== text) throw new Error(`No labels: ${text}`);
  return labels.map(([, name, value]) => [String(name), String(value)]);
}

function keyOf(name: string, labels: readonly (readonly [string, string])[]): string {
  return JSON.stringify([name, [...labels].sort(([a], [b]) => a.localeCompare(b))]);
}
