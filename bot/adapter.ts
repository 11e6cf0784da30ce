/** The adapter to the channels of the Bot Framework: who may call, and what happens when a turn fails. */
import type { Activity, ConversationReference, InvokeResponse, TurnContext } from 'botbuilder';
import { type BotAdapter, CloudAdapter, type ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { Logger } from 'pino';
import { authenticationFor, whyRefused } from './authentication.js';
import type { Config } from './config.js';
import type { OnTurnError } from './turn-handler.js';

/** What came of an activity: the answer to an invoke, or a plain status. */
export type Received = InvokeResponse | { status: 200 | 401 | 500; body?: undefined };

export class DeskAdapter extends CloudAdapter {
  constructor(
    authentication: ConfigurationBotFrameworkAuthentication,
    private readonly log: Logger,
  ) {
    super(authentication);
  }

  /**
   * Runs a turn for an activity that has been checked (see activity-check.ts). Unlike the SDK's `process` it never
   * rejects and gives no words of an error away: 401 where the caller may not call, 500 where the turn could not run.
   */
  async receive(
    authorization: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<Received> {
    let begun = false;
    const turn = (context: TurnContext) => {
      begun = true;
      return logic(context);
    };
    try {
      return (await this.processActivity(authorization, activity, turn)) ?? { status: 200 };
    } catch (error) {
      // Once the turn has begun, the error is one of ours or of the channel, whatever status it carries.
      const reason = begun ? undefined : whyRefused(error);
      // Anybody can be refused, as often as they like: a line and no more.
      if (reason !== undefined) this.log.warn({ reason }, 'an activity was refused: its sender may not call');
      else this.log.error({ err: error }, 'an activity could not be taken in');
      return { status: reason === undefined ? 500 : 401 };
    }
  }
}

/** The adapter for this configuration; in local mode it has no credentials and asks nobody for any. */
export function createAdapter(config: Config, log: Logger, onTurnError: OnTurnError): DeskAdapter {
  const adapter = new DeskAdapter(authenticationFor(config.credentials), log);
  adapter.onTurnError = onTurnError;
  return adapter;
}

/** What can run a turn that no user began. */
type Resuming = Pick<BotAdapter, 'continueConversation' | 'BotIdentityKey'>;

/**
 * A way to run turns later in the conversation that this turn is in: with the identity of the bot as it was proven
 * for this turn, where the channel asks for one.
 */
export function laterTurns(
  context: TurnContext,
): (
  reference: Partial<ConversationReference>,
  logic: (later: TurnContext) => Promise<void>,
) => Promise<void> {
  const adapter: Resuming = context.adapter;
  if (!(adapter instanceof CloudAdapter))
    return (reference, logic) => adapter.continueConversation(reference, logic);
  const identity = context.turnState.get(adapter.BotIdentityKey);
  return (reference, logic) => adapter.continueConversationAsync(identity, reference, logic);
}
