import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { App } from './types.ts';

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('useApp needs an AppContext above it');
  return app;
}
