/** The page in an iframe, `/embed?…`: one map as large as the frame, which its page may speak with. */
import { readEmbed } from '../../../tiles/embed/address.ts';
import { optionsOf } from './attributes.ts';
import { createMap } from './create-map.ts';
import './frame.css';
import { homeOf } from './home.ts';
import { EVENTS, mayConnect, PROTOCOL, readCall, readHello, type FromFrame } from './protocol.ts';
import type { CityMap } from './types.ts';

const state = readEmbed(new URLSearchParams(location.search));
const container = document.querySelector<HTMLElement>('#map');
if (container === null) throw new Error('The page has no place for the map.');
const map = createMap(container, optionsOf(state), homeOf(import.meta.url));
// For the console and for tests, as on the other pages.
Object.assign(window, { chengtuEmbed: map });
listen(map, allowedOrigins());

/** As the service wrote them into the page: `*` for all, or origins between blanks. */
function allowedOrigins(): readonly string[] {
  const said = document.querySelector('meta[name="chengtu-embed-origins"]')?.getAttribute('content') ?? '';
  return said.split(' ').filter((origin) => origin !== '');
}

/** Obeys the page that holds the frame, where it may embed it, and no other window. */
function listen(city: CityMap, allowed: readonly string[]): void {
  let connected: MessagePort | null = null;
  let hasLoaded = false;
  void city.ready.then(() => (hasLoaded = true));
  const say = (port: MessagePort, message: FromFrame): void => port.postMessage(message);
  addEventListener('message', ({ source, origin, data, ports: [port] }: MessageEvent<unknown>) => {
    const hello = readHello(data);
    if (source !== window.parent || hello === null || port === undefined) return;
    // A greeting repeated while the first was on its way: the first holds.
    if (connected !== null || !mayConnect(origin, allowed)) {
      port.close();
      return;
    }
    if (!hello.versions.includes(PROTOCOL)) {
      say(port, { chengtu: 'refused', versions: [PROTOCOL] });
      return;
    }
    connected = port;
    port.onmessage = (message: MessageEvent<unknown>) => {
      const wanted = readCall(message.data);
      if (wanted === null) return;
      const call = city[wanted.call] as (...args: readonly unknown[]) => void;
      call(...wanted.args);
    };
    say(port, { chengtu: 'welcome', version: PROTOCOL });
    for (const event of EVENTS) city.on(event, (detail) => say(port, { event, detail }));
    if (hasLoaded) say(port, { event: 'load', detail: {} });
  });
}
