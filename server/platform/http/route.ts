/**
 * One declaration an endpoint: its address, its rights, what it takes and gives, how its answer may be kept, and who
 * may read it. `createApp` makes an Express app of a list of them, `openApi` the description of the interface.
 */
import Type, { type Static, type TObject, type TOptional, type TProperties, type TSchema } from 'typebox';
import { says } from '../../../tiles/api/schema.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import type { Principal, Rights } from '../auth/principal.ts';
import type { Lang } from '../messages/index.ts';
import type { Cache, Cors, Content } from './content.ts';
import type { Query } from './query.ts';
import type { Cost } from './rate-limit.ts';
import type { Reply } from './respond.ts';

/** Describes an answer. `T` is the type of the value that the handler returns. */
export interface AnswerSpec<T = unknown> {
  readonly status: number;
  /** Absent for an answer without a body. */
  readonly type?: string;
  /** Describes the body. */
  readonly schema?: TSchema;
  /** Further media types that the body may have, by the request. */
  readonly otherTypes?: readonly string[];
  /** Media type of errors, where they may come in another than our own. */
  readonly errorType?: string;
  /** Describes the answer in words, where no schema does. */
  readonly text?: Text;
  /** Describes the answer 204 of a route that may have nothing to send. */
  readonly empty?: Text;
  /** Describes the JSON that a binary message begins with. */
  readonly header?: TSchema;
  /** Never set: it carries the type. */
  readonly value?: T;
}

/** JSON that the schema describes. */
export function json<S extends TSchema>(schema: S, status = 200): AnswerSpec<Static<S>> {
  return { status, type: 'application/json', schema };
}

/** A body in another format than JSON. `header` describes the JSON that it begins with. */
export function body(type: string, text: Text, header?: TSchema): AnswerSpec<never> {
  return { status: 200, type, text, ...(header === undefined ? {} : { header }) };
}

/** Server-sent events; `data` describes the JSON that each brings, by its name. */
export function events(text: Text, data: Readonly<Record<string, TSchema>>): AnswerSpec<never> {
  const each = Object.entries(data).map(([name, schema]) =>
    // As OpenAPI 3.2 describes them.
    Type.Object({
      event: Type.Literal(name, says('事件名。', 'Name of the event.')),
      data: Type.String({
        contentMediaType: 'application/json',
        contentSchema: schema,
        ...says('数据（JSON 文本）。', 'Its data, a JSON text.'),
      }),
    }),
  );
  return { status: 200, type: 'text/event-stream', text, schema: Type.Union(each) };
}

export function nothing(text: Text): AnswerSpec<never> {
  return { status: 204, text };
}

/** A value that a handler may give: readonly arrays and objects serve as well. */
type Given<T> = T extends readonly (infer E)[]
  ? readonly Given<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Given<T[K]> }
    : T;

/** What a request brought, read and checked. */
export interface RouteRequest<P, Q> {
  readonly params: P;
  readonly query: Q;
  /** All parameters of the address as they came, for names that the data decides on. */
  readonly parameters: Query;
  /** Media types that the client takes; undefined where it does not say. */
  readonly accept: string | undefined;
  /** The path as it came. */
  readonly path: string;
  /** Empty where the route takes none. Its memory counts for its client until the request is answered. */
  readonly body: Buffer;
  /** Lets the memory of the body count for longer. @returns a function that ends this */
  readonly keepBody: () => () => void;
  readonly principal: Principal;
  /** The language to answer in. Throws `BadParameter`. */
  readonly lang: Lang;
  /** As `lang`, but ignores a parameter that cannot be used. */
  readonly preferredLang: Lang;
  /** Start of all absolute addresses: scheme, host and prefix that the client reached us by. Throws `ApiError`. */
  readonly base: string;
  /** Path before every address, such as `/map`; empty without one. Throws `ApiError`. */
  readonly prefix: string;
  /** Aborted when the client leaves before it was answered. */
  readonly signal: AbortSignal;
}

/** How the published description names and shows an endpoint. */
export interface RouteDocs {
  readonly tag: string;
  readonly id: string;
  readonly summary: Text;
  /** Paths and queries that give an answer on the demonstration data. */
  readonly examples?: readonly string[];
}

/** Parts of a path, by name. */
type Params = TObject<Record<string, TSchema>>;

type QueryValues<Q extends TProperties> = {
  readonly [K in keyof Q]: Q[K] extends TOptional<TSchema> ? Static<Q[K]> | undefined : Static<Q[K]>;
};

export interface RouteSpec<P extends Params, Q extends TProperties, A> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With `:names`, as Express has them. */
  readonly path: string;
  /** Who may ask. */
  readonly auth: Rights;
  readonly params?: P;
  readonly query?: TObject<Q>;
  /** Further parameters, which the handler reads itself: for the description alone. */
  readonly openQuery?: readonly OpenParameter[];
  /** `form`: fields of a form of our own pages, which pages of other sites may not send. JSON without it. */
  readonly body?: { readonly schema: TSchema; readonly maxMb: number; readonly form?: true };
  readonly answer: AnswerSpec<A>;
  readonly cache: Cache;
  readonly cors: Cors;
  /**
   * Clients take turns where an answer costs the database or the thread something. `kept`: until it is made. `passed`:
   * where it then waits for something else (a study), and would keep turns from others. Absent: it comes at any time.
   */
  readonly turn?: 'kept' | 'passed';
  /** What a request counts for the limit of its address; `usual` where absent. */
  readonly cost?: Cost;
  /** What the answer depends on beside its address. */
  readonly vary?: readonly Vary[];
  /** Absent for pages and their files. */
  readonly docs?: RouteDocs;
  handle(request: RouteRequest<Static<P>, QueryValues<Q>>): Answer<A> | Promise<Answer<A>>;
}

/**
 * Parameters whose names depend on the data, such as `filter.<layer>`. Without a pattern it stands for all other names.
 */
export interface OpenParameter {
  readonly name: string;
  readonly pattern?: string;
  readonly schema: TSchema;
}

/** `host`: on absolute addresses. `prefix`: on paths alone. `accept`: on the formats that the client takes. */
export type Vary = 'language' | 'host' | 'prefix' | 'accept';
export type Answer<A> = Given<A> | Content | Reply;

/** A route whatever it takes and gives. */
export interface Route extends Omit<RouteSpec<Params, TProperties, unknown>, 'handle'> {
  readonly handle: (request: RouteRequest<Record<string, unknown>, Record<string, unknown>>) => unknown;
}

/** Declares an endpoint. */
export function route<
  A,
  P extends Params = TObject<Record<never, TSchema>>,
  Q extends TProperties = Record<never, TSchema>,
>(spec: RouteSpec<P, Q, A>): Route {
  // `createApp` reads the request by these very schemas.
  return spec as unknown as Route;
}
