/** The parts of the embedded Direct Line, put together. */
import type { Logger } from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type ConversationLimits, LIMITS, type StreamLimits } from '../limits.js';
import type { Memories } from '../memories.js';
import type { OnTurnError, TurnHandler } from '../turn-handler.js';
import { DirectLineAdapter } from './adapter.js';
import { Conversations } from './conversations.js';
import { ChatHistory } from './history.js';
import { Tickets } from './tickets.js';
import { Tokens } from './tokens.js';

/** How often something may happen. */
interface ChatRates {
  /** Conversations that begin: all under one name, and by user. */
  readonly starts: RateLimiterMemory;
  readonly startsOfUser: RateLimiterMemory;
  readonly sendsOfUser: RateLimiterMemory;
  readonly uploadsOfUser: RateLimiterMemory;
}

export interface DirectLine {
  readonly adapter: DirectLineAdapter;
  readonly conversations: Conversations;
  readonly tokens: Tokens;
  readonly tickets: Tickets;
  /** Whom the limits of one user count: one person may speak under several user ids. */
  readonly personOf: (userId: string) => string;
  readonly rates: ChatRates;
  readonly limits: ConversationLimits & StreamLimits;
  /** How long a poll is held where there is nothing new; Direct Line JS gives up after 20 seconds. */
  readonly pollMs: number;
  /** Takes up the turns that an earlier process has not brought to their end. */
  resume(): void;
}

export interface DirectLineOptions {
  readonly bot: TurnHandler;
  readonly onTurnError: OnTurnError;
  readonly log: Logger;
  /** What is said is kept there. */
  readonly memories: Pick<Memories, 'write' | 'remove' | 'entries'>;
  /** What tokens are signed with; a key of this process alone unless given. */
  readonly key?: Uint8Array;
  /** Whether the tokens of a user still count; they do unless given. */
  readonly admits?: ((userId: string) => boolean) | undefined;
  /** Whom the limits of one user count; each user id unless given. */
  readonly personOf?: ((userId: string) => string) | undefined;
  readonly limits?: Partial<ConversationLimits & StreamLimits>;
  readonly pollMs?: number;
}

/** A Direct Line of its own, with the conversations that were kept. Close `conversations` before the server stops. */
export async function openDirectLine(options: DirectLineOptions): Promise<DirectLine> {
  const { bot, onTurnError, log, memories, key, admits, pollMs = 10_000 } = options;
  const { personOf = (userId: string) => userId } = options;
  const limits = { ...LIMITS.chat, ...LIMITS.stream, ...options.limits };
  const conversations = new Conversations(limits, new ChatHistory(memories, log), personOf);
  const adapter = new DirectLineAdapter({ conversations, bot, onTurnError, log });
  const restored = await conversations.restore();
  const aMinute = (points: number) => new RateLimiterMemory({ points, duration: 60 });
  return {
    adapter,
    conversations,
    tokens: new Tokens(key, Date.now, admits),
    tickets: new Tickets(),
    personOf,
    rates: {
      starts: aMinute(limits.startsPerMinute),
      startsOfUser: aMinute(limits.startsOfUser),
      sendsOfUser: aMinute(limits.sendsOfUser),
      uploadsOfUser: aMinute(limits.uploadsOfUser),
    },
    limits,
    pollMs,
    resume: () => adapter.resume(restored),
  };
}
