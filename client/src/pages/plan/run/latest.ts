/**
 * Asks one question at a time and always the newest next: an answer while dragging shows where the site is, not where
 * it was.
 */

export interface Latest<Q> {
  /** Asks now, or as soon as the question under way is answered; a question still waiting is forgotten. */
  readonly ask: (question: Q) => void;
  /** Ends what is under way and what waits. */
  readonly stop: () => void;
}

export interface LatestHandlers<Q, A> {
  readonly ask: (question: Q, signal: AbortSignal) => Promise<A>;
  readonly onAnswer: (answer: A, question: Q) => void;
  readonly onFailure: (error: unknown, question: Q) => void;
  /** True while a question is under way or waits. */
  readonly onBusy?: (busy: boolean) => void;
}

export function createLatest<Q, A>({
  ask,
  onAnswer,
  onFailure,
  onBusy = () => undefined,
}: LatestHandlers<Q, A>): Latest<Q> {
  let underWay: AbortController | null = null;
  let waiting: { readonly question: Q } | null = null;

  const start = (question: Q): void => {
    const controller = new AbortController();
    underWay = controller;
    onBusy(true);
    const finish = (report: () => void): void => {
      if (underWay !== controller) return;
      underWay = null;
      const next = waiting;
      waiting = null;
      report();
      if (next !== null) start(next.question);
      else onBusy(false);
    };
    ask(question, controller.signal).then(
      (answer) => finish(() => onAnswer(answer, question)),
      (error: unknown) => finish(() => onFailure(error, question)),
    );
  };

  return {
    ask(question) {
      if (underWay === null) start(question);
      else waiting = { question };
    },
    stop() {
      waiting = null;
      underWay?.abort();
      underWay = null;
      onBusy(false);
    },
  };
}
