/** Prints the steps of a start, each with the seconds since it began. */
export interface Progress {
  /** A line of its own. */
  line(text: string): void;
  /** On a terminal this replaces the step line before it; elsewhere only finished steps are printed. */
  step(text: string): void;
}

export function createProgress(out: NodeJS.WriteStream): Progress {
  const startedAt = performance.now();
  let open = false;
  const stamp = (): string => `${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  `;
  const clear = (): void => {
    if (open) out.write('\r\u001b[K');
    open = false;
  };
  return {
    line(text) {
      clear();
      out.write(`${stamp()}${text}\n`);
    },
    step(text) {
      if (!out.isTTY) return;
      clear();
      out.write(`${stamp()}${text}`);
      open = true;
    },
  };
}
