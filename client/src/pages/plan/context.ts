import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PlanSession } from './session/session.ts';

export const PlanContext = createContext<PlanSession | null>(null);

export function usePlan(): PlanSession {
  const session = useContext(PlanContext);
  if (session === null) throw new Error('usePlan needs a PlanContext above it');
  return session;
}
