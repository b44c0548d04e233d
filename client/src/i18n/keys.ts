/** The languages of the pages and the keys of their texts; the texts themselves are loaded elsewhere. */
import { LANGUAGES, type Lang } from '../../../tiles/i18n.ts';
import type { zhPlan } from './zh-plan.ts';
import type { zhBrief } from './zh-brief.ts';
import type { zhFound } from './zh-found.ts';
import type { zhMap } from './zh-map.ts';
import type { zhPrint } from './zh-print.ts';
import type { zh } from './zh.ts';

export { LANGUAGES };
export type Language = Lang;

/** Those of the planners' page are loaded with it (`addMessages`): the map's own page does not carry them. */
export type PlanKey = keyof typeof zhPlan | keyof typeof zhBrief | keyof typeof zhFound;
/** Those of parts that are loaded later, with their texts. */
export type LaterKey = PlanKey | keyof typeof zhPrint;
/** Those of the map itself, which embedded maps have too. */
export type MapKey = keyof typeof zhMap;
export type MessageKey = keyof typeof zh | LaterKey;
/** A text with `{name}` placeholders; English may tell one from many by the parameter `n`. */
export type Message = string | { readonly one: string; readonly other: string };
export type Messages<Key extends MessageKey = Exclude<MessageKey, LaterKey>> = Readonly<Record<Key, Message>>;
/** Texts of one language: those of a page, or a part of them. */
export type Catalogue = Readonly<Partial<Record<MessageKey, Message>>>;
export type MessageParams = Readonly<Record<string, string | number>>;
