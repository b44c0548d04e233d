/** Hands the reader a file that the page has made. */

/** A file by its name. */
export interface MadeFile {
  readonly name: string;
  readonly blob: Blob;
}

/** The browser has taken the file by then. */
const REVOKE_AFTER_MS = 60_000;

export function downloadFile({ name, blob }: MadeFile): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
}
