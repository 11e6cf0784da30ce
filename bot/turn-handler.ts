/** What runs a turn, whichever adapter it came in by. */
import type { TurnContext } from 'botbuilder';

export interface TurnHandler {
  run(context: TurnContext): Promise<void>;
}

/** What is done about an error that a turn did not catch: log it, tell the user. It must not throw itself. */
export type OnTurnError = (context: TurnContext, error: Error) => Promise<void>;
