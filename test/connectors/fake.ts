import type { Connector } from '../../src/connector/connector.ts';

/** A request as the fake vendor sees it. */
export interface FakeRequest {
  readonly method: string;
  /** Whole path, base path included: `/api/v2/tickets.json`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed JSON, else the text as it came. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  /** The suite's clock, epoch ms: what "the last 60 seconds are withheld" is measured against. */
  readonly now: number;
}

/** What the fake vendor says; a body that is no string is sent as JSON. */
export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The answer with the vendor's clock in it, as every server sends it (RFC 9110, 6.6.1). */
export function dated<Answer extends FakeAnswer>(answer: Answer, now: number): Answer {
  return { ...answer, headers: { date: new Date(now).toUTCString(), ...answer.headers } };
}

/**
 * A vendor small enough to be typed by hand, and all that the contract suite must know of its connector.
 *
 * A connector's test is then one statement: `testConnector(zendeskFake)` (test/connectors/contract.ts). The suite makes a world, plays
 * the vendor through nock on `origin` alone, pulls the connector with a clock of its own (sleeping only moves it), and
 * compares what a store would hold in the end.
 *
 * `World` is whatever holds the fake's records; each test gets a fresh one from `seed()`, and may change it.
 */
export interface VendorFake<World> {
  readonly connector: Connector;
  /** The connector's variables, prefix taken off; the source is named by the connector's id. */
  readonly variables: Readonly<Record<string, string>>;
  /** The credential in every form in which it is sent (`token`, `base64(user:token)`). */
  readonly secrets: readonly string[];
  /** The full variable that a 401 must name: `ZENDESK_TOKEN`. */
  readonly credential: string;
  /** `https://acme.zendesk.com`. */
  readonly origin: string;
  /** The suite's clock at the start, epoch ms; later than everything in the world. */
  readonly now: number;

  /** Records enough for at least two pages (make pages small: a size of the world that `answer` holds to). */
  readonly seed: () => World;
  /** An account without a ticket. */
  readonly empty: () => World;
  /**
   * Answers as the vendor would; undefined for a path, a method, a missing or an unknown query parameter that the
   * vendor would not take: the suite fails the test that sent it. Be strict: list the parameters you know.
   */
  readonly answer: (world: World, request: FakeRequest) => FakeAnswer | undefined;
  /**
   * Typed by hand: every request of a first sync of `seed()`, in order, as `GET /path?query` with the query's
   * parameters decoded and sorted by name. No more and no fewer are allowed.
   */
  readonly requests: readonly string[];
  /** False when children are asked for side by side: `requests` is then compared without order. */
  readonly ordered?: boolean;

  /** Ids of all tickets that a sync of `seed()` must bring; for a vendor without tickets (billing), of `records`. */
  readonly ids: readonly string[];
  /** Which records `ids` are of; `tickets` by default. */
  readonly records?: 'tickets' | 'subscriptions';
  /** Some of `ids` whose records bear one and the same change time and lie on both sides of a page's boundary. */
  readonly tied: readonly [string, string, ...string[]];
  /** A row that the first page has brought (or will bring) changes at `at`, as the vendor would note it; tells its id. */
  readonly touch: (world: World, at: number) => string;
  /** Makes one record (not one of `tied`) unreadable, keeping its id; tells that id. The rest must still arrive. */
  readonly poison: (world: World) => string;
  /**
   * A vendor gone wrong: answers as `answer`, but says "there is more" with a page cursor that does not move. The connector must see it
   * (DataError), not run for ever.
   */
  readonly stuck: (world: World, request: FakeRequest) => FakeAnswer | undefined;
  /** Most requests that `check` may make; 5 by default. */
  readonly checkRequests?: number;
  /** How the vendor says "slow down", where it is not status 429 (both forms are played). */
  readonly slowDown?: (retryAfterSeconds: number | undefined) => FakeAnswer;
  /** How the vendor refuses a credential; by default status 401 with `{"error":"unauthorized"}`. */
  readonly refuse?: FakeAnswer;
}
