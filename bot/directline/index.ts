/** The parts of the embedded Direct Line, put together. */
import type { Logger } from 'pino';
import type { OnTurnError, TurnHandler } from '../turn-handler.js';
import { DirectLineAdapter } from './adapter.js';
import type { ConversationLimits } from './conversations.js';
import { Conversations, DEFAULT_LIMITS } from './conversations.js';
import { Tokens } from './tokens.js';

export interface DirectLine {
  readonly adapter: DirectLineAdapter;
  readonly conversations: Conversations;
  readonly tokens: Tokens;
  /** How long a poll is held where there is nothing new; Direct Line JS gives up after 20 seconds. */
  readonly pollMs: number;
}

export interface DirectLineOptions {
  readonly bot: TurnHandler;
  readonly onTurnError: OnTurnError;
  readonly log: Logger;
  readonly limits?: Partial<ConversationLimits>;
  readonly pollMs?: number;
}

/** A Direct Line of its own, with its conversations in memory. Close `conversations` before the server stops. */
export function createDirectLine({
  bot,
  onTurnError,
  log,
  limits,
  pollMs = 10_000,
}: DirectLineOptions): DirectLine {
  const conversations = new Conversations({ ...DEFAULT_LIMITS, ...limits });
  const adapter = new DirectLineAdapter({ conversations, bot, onTurnError, log });
  return { adapter, conversations, tokens: new Tokens(), pollMs };
}
