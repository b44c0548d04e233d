/** Keys of a page, wherever the focus is but in dialogs. Its help lists them. */

export interface ShortcutActions {
  /** Closes one thing at a time; true where there was one. */
  readonly escape: () => boolean;
  /** Any other key. True where it does something. */
  readonly press: (event: KeyboardEvent) => boolean;
}

export function bindShortcuts(page: Document, { escape, press }: ShortcutActions): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || page.querySelector('dialog[open]') !== null) return;
    if (event.key === 'Escape' ? escape() : press(event)) event.preventDefault();
  };
  page.addEventListener('keydown', onKey);
  return () => page.removeEventListener('keydown', onKey);
}

/** Whether keys type there, so that the field has its own undo. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target.isContentEditable;
}
