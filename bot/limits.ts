/**
 * How much the desk takes in, in one place. Each limit is far above what a person at work comes to, so that only
 * a fault or an attack meets it; and each has an answer that says so. Times are in milliseconds unless named otherwise.
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const KB = 1024;

/** Of one HTTP request, and of the connections that requests come by. */
export interface HttpLimits {
  /** Header lines of a request; beyond it 431. A browser sends some 15, a channel of Microsoft fewer. */
  readonly headers: number;
  /** Until the headers are there; then 408. Whoever sends them byte by byte holds a connection no longer than this. */
  readonly headersMs: number;
  /** Until the whole body is there; then 408. */
  readonly requestMs: number;
  /** How often the two above are looked at. */
  readonly checkMs: number;
  /** A connection that is open and not used is closed after this. */
  readonly idleMs: number;
  /** Connections at a time; one more is closed at once. A chat page holds two, a channel a few dozen. */
  readonly connections: number;
}

/** Of turns: activities that the bot is asked about. */
export interface TurnLimits {
  /** Activities of one user in a minute, on average; twice as many may come at once. A fast clicker comes to 30. */
  readonly perMinute: number;
  /**
   * A conversation takes so many times what one of its users may send, so that nobody keeps others from
   * speaking in it.
   */
  readonly usersOfConversation: number;
  /** Activities of one conversation that wait or are being answered. */
  readonly inConversation: number;
  /** The same in the whole desk. One user can hold a small part of it only, see `perMinute`. */
  readonly inDesk: number;
  /** Deliveries of one activity that are looked at. Channels deliver again two or three times. */
  readonly deliveries: number;
  /** Whoever meets a limit is told so once in this time. */
  readonly tellAgainMs: number;
}

/** Of the conversations of the chat page. */
export interface ConversationLimits {
  /**
   * Conversations at a time. Beyond it the one that was used longest ago ends, if nobody has used it for
   * `spareMs`; where all are in use, a new one is refused with 503.
   */
  readonly conversations: number;
  readonly spareMs: number;
  /** Conversations of one user, such as windows; beyond it the one that this user used longest ago ends. */
  readonly conversationsOfUser: number;
  /** Conversations that begin in a minute; beyond it 429. Each makes a greeting and a record of its state. */
  readonly startsPerMinute: number;
  /** The same of one user. */
  readonly startsOfUser: number;
  /**
   * What one user may send in a minute; beyond it 429. More than `turns` allows, of which the user is told in the
   * chat: this is for who does not stop then.
   */
  readonly sendsOfUser: number;
  /** Files of one user in a minute; beyond it 429. */
  readonly uploadsOfUser: number;
  /** Beyond it, the oldest activities of a conversation are dropped. */
  readonly activities: number;
  /** A conversation that nobody used for so long ends. */
  readonly idleMs: number;
  /** Polls that wait at the same time; beyond it, the oldest is answered with nothing. */
  readonly waiters: number;
  /** Files that are kept of a conversation; beyond it, the oldest is dropped. */
  readonly files: number;
  /** Streams (WebSockets) at a time; beyond it 503, and the page polls. */
  readonly streams: number;
  /** Streams of one user at a time; beyond it 429, and the page polls. */
  readonly streamsOfUser: number;
}

/** Of one stream of the chat page. */
export interface StreamLimits {
  /** Activities in one frame. */
  readonly frame: number;
  /** A frame that was not taken by then is not going to be: the stream is closed. */
  readonly takenMs: number;
  /** How often it is seen whether somebody is still there; who does not answer by the next time is not. */
  readonly pingMs: number;
  /** Then the page opens another one, for which it needs a token that is still good. */
  readonly lifeMs: number;
  /** Largest frame that is read, in bytes, and how many in a minute: a page has nothing to say there. */
  readonly readBytes: number;
  readonly readPerMinute: number;
}

/** Of those who are signed in on the chat page. */
export interface SignInLimits {
  /** Sign-ins at a time; beyond it the one that was used longest ago ends. */
  readonly sessions: number;
  /** Of one person, such as browsers; beyond it this person's own that was used longest ago ends. */
  readonly sessionsOfUser: number;
  /** A sign-in ends when nothing was said for so long: a night. */
  readonly idleMs: number;
  /** And after so long in any case: a week. */
  readonly longestMs: number;
}

export const LIMITS = {
  http: {
    headers: 64,
    headersMs: 10 * SECOND,
    requestMs: 30 * SECOND,
    checkMs: 5 * SECOND,
    idleMs: 65 * SECOND,
    connections: 1000,
  } satisfies HttpLimits,

  body: {
    /** Largest JSON body that is read. A card submit is a few hundred bytes. */
    bytes: 256 * KB,
    /** No activity that a channel sends is nested so deep; code that walks a value may rely on it. */
    depth: 32,
    /** Longest text of a message: lines of a bulk purchase are sent as one. */
    text: 20_000,
    /** Largest value of a card or event of the chat page, as JSON. */
    value: 32 * KB,
    /** Largest upload that is read: a file that is too large is read as far as this, so that it can be said in the chat. */
    upload: 1024 * KB,
    /** Files of one upload that are looked at, so that it can be said in the chat that one is wanted. */
    files: 20,
  },

  turns: {
    perMinute: 60,
    usersOfConversation: 3,
    inConversation: 20,
    inDesk: 500,
    deliveries: 10,
    tellAgainMs: MINUTE,
  } satisfies TurnLimits,

  chat: {
    conversations: 200,
    spareMs: 15 * MINUTE,
    conversationsOfUser: 10,
    startsPerMinute: 120,
    startsOfUser: 20,
    sendsOfUser: 150,
    uploadsOfUser: 15,
    activities: 500,
    idleMs: 12 * HOUR,
    waiters: 8,
    files: 2,
    streams: 400,
    streamsOfUser: 20,
  } satisfies ConversationLimits,

  signIn: {
    sessions: 1000,
    sessionsOfUser: 10,
    idleMs: 12 * HOUR,
    longestMs: 7 * 24 * HOUR,
    /** How long a user may take at the issuer, in seconds. */
    flowSeconds: 10 * 60,
    /** How long the issuer may take to answer, in seconds. */
    issuerSeconds: 8,
    /** Users who come back from the issuer in a minute, in the whole desk: for each of them the issuer is asked. */
    comebacksPerMinute: 300,
    /** Chat tokens of one user in a minute. A page takes one when it is opened. */
    tokensPerMinute: 30,
  } satisfies SignInLimits & Readonly<Record<string, number>>,

  stream: {
    frame: 50,
    takenMs: 30 * SECOND,
    pingMs: 25 * SECOND,
    lifeMs: 30 * MINUTE,
    readBytes: KB,
    readPerMinute: 30,
  } satisfies StreamLimits,

  /** How long a token of the chat page is good for, in seconds. A page renews it well before. */
  tokenSeconds: 30 * 60,

  downloads: {
    /** How long a link is good for. */
    goodForMs: 10 * MINUTE,
    /** Links that wait at once; beyond that the oldest is no longer good. */
    links: 1000,
    /** Links of one user that wait at once; beyond that this user's oldest is no longer good. */
    linksOfUser: 50,
  },
} as const;
