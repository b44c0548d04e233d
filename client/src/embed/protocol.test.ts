import { describe, expect, it } from 'vitest';
import { mayConnect, readAnswer, readCall, readHello } from './protocol.ts';

describe('who may speak with a map in an iframe', () => {
  it('is any site that has an origin, or those of a list and no others', () => {
    expect(mayConnect('https://a.example', ['*'])).toBe(true);
    expect(mayConnect('https://a.example', ['https://a.example'])).toBe(true);
    expect(mayConnect('https://a.example.evil', ['https://a.example'])).toBe(false);
    expect(mayConnect('http://a.example', ['https://a.example'])).toBe(false);
    expect(mayConnect('https://a.example', [])).toBe(false);
  });

  it.each(['null', '', 'file://', 'https://', '*'])('is never one without an origin: %j', (origin) => {
    expect(mayConnect(origin, ['*', 'null', '', '*'])).toBe(false);
  });
});

describe('messages', () => {
  it('of other programs are none of ours', () => {
    for (const data of [null, 'hello', 3, [], {}, { chengtu: 'hello' }, { chengtu: 'hi', versions: [1] }])
      expect(readHello(data)).toBeNull();
    for (const data of [null, {}, { call: 'setView' }, { call: 'destroy', args: [] }, { call: '__proto__', args: [] }])
      expect(readCall(data)).toBeNull();
    for (const data of [null, {}, { event: 'constructor' }, { chengtu: 'welcome' }])
      expect(readAnswer(data)).toBeNull();
  });

  it('are read as they were written', () => {
    expect(readHello({ chengtu: 'hello', versions: [1, 'x', 2] })).toEqual({ chengtu: 'hello', versions: [1, 2] });
    expect(readCall({ call: 'setLayers', args: [['toilets']] })).toEqual({ call: 'setLayers', args: [['toilets']] });
    expect(readAnswer({ event: 'move', detail: 3 })).toEqual({ event: 'move', detail: 3 });
  });
});
