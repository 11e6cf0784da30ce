/** The parts of the embedded Direct Line, put together. */
import type { Logger } from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type ConversationLimits, LIMITS } from '../limits.js';
import type { OnTurnError, TurnHandler } from '../turn-handler.js';
import { DirectLineAdapter } from './adapter.js';
import { Conversations } from './conversations.js';
import { Tokens } from './tokens.js';

export interface DirectLine {
  readonly adapter: DirectLineAdapter;
  readonly conversations: Conversations;
  readonly tokens: Tokens;
  /** Counts the conversations that begin, all under one name. */
  readonly starts: RateLimiterMemory;
  /** How long a poll is held where there is nothing new; Direct Line JS gives up after 20 seconds. */
  readonly pollMs: number;
}

export interface DirectLineOptions {
  readonly bot: TurnHandler;
  readonly onTurnError: OnTurnError;
  readonly log: Logger;
  readonly limits?: Partial<ConversationLimits>;
  /** Whether the tokens of a user still count; they do unless given. */
  readonly admits?: ((userId: string) => boolean) | undefined;
  readonly pollMs?: number;
}

/** A Direct Line of its own, with its conversations in memory. Close `conversations` before the server stops. */
export function createDirectLine({
  bot,
  onTurnError,
  log,
  limits,
  admits,
  pollMs = 10_000,
}: DirectLineOptions): DirectLine {
  const allowed: ConversationLimits = { ...LIMITS.chat, ...limits };
  const conversations = new Conversations(allowed);
  const starts = new RateLimiterMemory({ points: allowed.startsPerMinute, duration: 60 });
  const adapter = new DirectLineAdapter({ conversations, bot, onTurnError, log });
  return { adapter, conversations, tokens: new Tokens(Date.now, admits), starts, pollMs };
}
