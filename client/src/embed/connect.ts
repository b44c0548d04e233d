/** The page's end of the talk with a map in an iframe. */
import { createEmitter } from './emitter.ts';
import { CALLS, PROTOCOL, readAnswer, type Hello, type ToFrame } from './protocol.ts';
import type { FrameMap, MapEvents } from './types.ts';

/** A frame may still be loading: it is greeted again until it answers. */
const GREET_EVERY_MS = 250;
const PATIENCE_MS = 30_000;

/** See `ConnectFrame` in types.ts. */
export function connectFrame(iframe: HTMLIFrameElement): Promise<FrameMap> {
  // Whatever the frame shows by now: a page of another origin never gets the greeting.
  const { origin } = new URL(iframe.src, document.baseURI);
  return new Promise((resolve, reject) => {
    const ports: MessagePort[] = [];
    const end = (chosen: MessagePort | null): void => {
      clearInterval(greeting);
      clearTimeout(patience);
      for (const port of ports) if (port !== chosen) port.close();
    };
    const greet = (): void => {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1);
      port1.onmessage = ({ data }: MessageEvent<unknown>) => {
        const answer = readAnswer(data);
        if (answer === null || !('chengtu' in answer)) return;
        end(answer.chengtu === 'welcome' ? port1 : null);
        if (answer.chengtu === 'welcome') resolve(frameMap(port1));
        else reject(new Error(`The map in the frame does not speak version ${String(PROTOCOL)} with this site.`));
      };
      const hello: Hello = { chengtu: 'hello', versions: [PROTOCOL] };
      iframe.contentWindow?.postMessage(hello, origin, [port2]);
    };
    const greeting = setInterval(greet, GREET_EVERY_MS);
    const patience = setTimeout(() => {
      end(null);
      reject(new Error(`No map of ${origin} answers in the frame.`));
    }, PATIENCE_MS);
    greet();
  });
}

function frameMap(port: MessagePort): FrameMap {
  const { on, emit } = createEmitter<MapEvents>();
  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    const answer = readAnswer(data);
    if (answer !== null && 'event' in answer) emit(answer.event, answer.detail as never);
  };
  const call =
    (name: ToFrame['call']) =>
    (...args: readonly unknown[]): void =>
      port.postMessage({ call: name, args } satisfies ToFrame);
  const calls = Object.fromEntries(CALLS.map((name) => [name, call(name)])) as Pick<FrameMap, ToFrame['call']>;
  return { ...calls, on, destroy: () => port.close() };
}
