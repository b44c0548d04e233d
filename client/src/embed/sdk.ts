/** What other pages import: `https://map.example/sdk.js`. Its types are types.ts, served as `/sdk.d.ts`. */
import { connectFrame as connect } from './connect.ts';
import { createMap as create } from './create-map.ts';
import { homeOf } from './home.ts';
import type { ConnectFrame, CreateMap } from './types.ts';

export const createMap: CreateMap = (container, options = {}) => create(container, options, homeOf(import.meta.url));
export const connectFrame: ConnectFrame = connect;
