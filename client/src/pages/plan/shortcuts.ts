import type { PlanSession } from './session/session.ts';

/** Undo and redo everywhere but in text, which has its own; Escape puts tools and choices away, one at a time. */
export function bindShortcuts(session: PlanSession, page: Document): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || page.querySelector('dialog[open]') !== null) return;
    if (event.key === 'Escape') {
      if (putAway(session)) event.preventDefault();
      return;
    }
    const command = (event.ctrlKey || event.metaKey) && !event.altKey ? commandOf(event) : null;
    if (command === null || isText(event.target)) return;
    event.preventDefault();
    session[command]();
  };
  page.addEventListener('keydown', onKey);
  return () => page.removeEventListener('keydown', onKey);
}

export function commandOf({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): 'undo' | 'redo' | null {
  const letter = key.toLowerCase();
  if (letter === 'y' || (letter === 'z' && shiftKey)) return 'redo';
  return letter === 'z' ? 'undo' : null;
}

function putAway({ tool, drawing, selected }: PlanSession): boolean {
  if (tool.peek() !== 'look') {
    tool.value = 'look';
    drawing.value = [];
    return true;
  }
  if (selected.peek() === null) return false;
  selected.value = null;
  return true;
}

function isText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && ['text', 'number', 'search'].includes(target.type))
  );
}
