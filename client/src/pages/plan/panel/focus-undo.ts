/** The button that somebody pressed goes with what it took away: the focus goes to the one that brings it back. */
export function focusUndo(): void {
  document.querySelector<HTMLElement>('[data-testid="undo"]')?.focus();
}
