/** Where a command is: on a terminal one line that is written over, elsewhere the lines that matter. */
export interface Progress {
  /** A line of its own. */
  line(text: string): void;
  /** On a terminal this replaces the step before it; elsewhere only what is important is printed. */
  step(text: string, isImportant?: boolean): void;
  /** Removes the step shown last. */
  end(): void;
}

/** @param isTimed begins every line with the seconds since now */
export function createProgress(out: NodeJS.WriteStream, isTimed = true): Progress {
  const startedAt = performance.now();
  let isOpen = false;
  const stamp = (): string => (isTimed ? `${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ` : '');
  const end = (): void => {
    if (isOpen) out.write('\r\u001b[K');
    isOpen = false;
  };
  const line = (text: string): void => {
    end();
    out.write(`${stamp()}${text}\n`);
  };
  return {
    line,
    step(text, isImportant = false) {
      if (out.isTTY) {
        end();
        out.write(`${stamp()}${text}`);
        isOpen = true;
      } else if (isImportant) line(text);
    },
    end,
  };
}
