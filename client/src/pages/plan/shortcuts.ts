import { isTextField, type ShortcutActions } from '../../shell/shortcuts.ts';
import type { PlanSession } from './session/session.ts';

/** Undo and redo everywhere but in text, which has its own; Escape puts tools and choices away. */
export function planShortcuts(session: PlanSession): ShortcutActions {
  return {
    escape: () => putAway(session),
    press: (event) => {
      const command = (event.ctrlKey || event.metaKey) && !event.altKey ? commandOf(event) : null;
      if (command === null || isTextField(event.target)) return false;
      session[command]();
      return true;
    },
  };
}

function commandOf({ key, shiftKey }: KeyboardEvent): 'undo' | 'redo' | null {
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
