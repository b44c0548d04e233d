import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Plans } from './library/plans.ts';
import type { PlanSession } from './session/session.ts';

export const PlanContext = createContext<PlanSession | null>(null);

export function usePlan(): PlanSession {
  const session = useContext(PlanContext);
  if (session === null) throw new Error('usePlan needs a PlanContext above it');
  return session;
}

export const PlansContext = createContext<Plans | null>(null);

export function usePlans(): Plans {
  const plans = useContext(PlansContext);
  if (plans === null) throw new Error('usePlans needs a PlansContext above it');
  return plans;
}
