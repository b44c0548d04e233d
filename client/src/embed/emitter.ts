/** Listeners by the name of an event. One that throws is told to the console, and keeps no other from hearing. */
export interface Emitter<Events> {
  readonly on: <K extends keyof Events>(type: K, listener: (event: Events[K]) => void) => () => void;
  readonly emit: <K extends keyof Events>(type: K, event: Events[K]) => void;
}

export function createEmitter<Events>(): Emitter<Events> {
  const listeners: { [K in keyof Events]?: Set<(event: Events[K]) => void> } = {};
  return {
    on(type, listener) {
      const own = (listeners[type] ??= new Set());
      own.add(listener);
      return () => own.delete(listener);
    },
    emit(type, event) {
      for (const listener of [...(listeners[type] ?? [])]) {
        try {
          listener(event);
        } catch (error) {
          // Of the page's own code: its errors belong where it looks for them.
          reportError(error);
        }
      }
    },
  };
}
