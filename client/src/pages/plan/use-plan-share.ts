import { useApp } from '../../app/context.ts';
import { usePlan } from './context.ts';
import { pinned } from './session/question.ts';
import { planQuery } from './state/address.ts';

/** Copies the page's address: made anew, as it is written with a delay. */
export function usePlanShare(): () => void {
  const { store, actions } = useApp();
  const session = usePlan();
  return () => {
    const address =
      location.origin +
      location.pathname +
      planQuery(store, {
        ...session.state.peek(),
        question: pinned(session.state.peek().question, session.asked.peek()),
      });
    navigator.clipboard.writeText(address).then(
      () => actions.notify({ key: 'share.copied' }),
      // Without https or permission there is no clipboard; the address bar has the link all the same.
      () => actions.notify({ key: 'share.failed' }),
    );
  };
}
