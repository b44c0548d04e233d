/** A wait that may end early: who waits for something else too stops it, so that no timer is left behind. */
export function pause(ms: number): { readonly done: Promise<null>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const done = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  return { done, stop: () => clearTimeout(timer) };
}
