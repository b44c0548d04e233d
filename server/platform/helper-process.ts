/** Processes that take work off the service and may end alone: this side of them. `parent.ts` is theirs. */
import { fork, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { RUN } from './run.ts';

/** Characters kept for the log, from the end of what a process wrote before it died. */
const KEPT_STDERR = 4000;

export interface HelperProcess {
  readonly child: ChildProcess;
  /** The end of what it has written as errors. */
  readonly stderr: () => string;
}

/**
 * Starts one.
 *
 * @param main path of its code
 * @param execArgv options of Node; none where absent, also where this process has some
 */
export function forkHelper(
  main: string,
  { args = [], execArgv = [] }: { readonly args?: readonly string[]; readonly execArgv?: readonly string[] },
): HelperProcess {
  const child = fork(RUN, [main, ...args], {
    // Typed arrays are written as bytes, not as JSON.
    serialization: 'advanced',
    execArgv: [...execArgv],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-KEPT_STDERR);
  });
  if (child.stderr instanceof Socket) child.stderr.unref();
  return { child, stderr: () => stderr };
}

/** One that has ended takes no message; its end is an event of its own. */
export function tellHelper(child: ChildProcess, message: object): void {
  if (child.connected) child.send(message, () => undefined);
}

/** One that works keeps this process from ending. */
export function holdHelper(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
}

/** An idle one keeps nobody from ending. */
export function releaseHelper(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}
