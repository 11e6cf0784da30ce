/** What is done about a turn that failed inside: it is logged, and the user told with the reference that finds the line. */
import type { TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { refusalText } from '../cards/views/refusal.js';
import { wordsFor } from '../cards/words.js';
import { DialogContextError } from '../dialogs/sdk.js';
import type { Turn } from '../dialogs/turn.js';
import { Refusal } from '../domain/refusals.js';
import { localeOf } from './inbound.js';
import { referenceOf } from './reference.js';
import { repliesTo } from './replies.js';
import type { OnTurnError } from './turn-handler.js';

export interface Failure {
  readonly error: unknown;
  /** What the turn had brought about by then, in a line; it stands. */
  readonly outcome: string | undefined;
  readonly said: Pick<Turn, 'words' | 'replies'>;
  /** Closes what was open, so that no card waits for an answer that nothing takes. */
  readonly close: () => Promise<void>;
}

/**
 * Logs the failure, closes what was open and tells the user what stands. Never throws.
 * @returns the refusal that it comes down to, where it is one of ours.
 */
export async function failTurn(
  context: TurnContext,
  log: Logger,
  failure: Failure,
): Promise<Refusal | undefined> {
  const { outcome, said, close } = failure;
  const { words, replies } = said;
  const cause = failure.error instanceof DialogContextError ? failure.error.error : failure.error;
  const refusal: Refusal | undefined = cause instanceof Refusal ? cause : undefined;
  const reference = referenceOf(context);
  log.error({ err: cause, reference }, 'a turn failed');
  const attempt = async (what: string, step: () => Promise<void>) => {
    await step().catch((err: unknown) => log.warn({ err, reference }, what));
  };
  await attempt('what was open could not be closed', close);
  await attempt('the user could not be told', async () => {
    const unexpected = outcome
      ? words.t('dialog.unexpectedAfter', { outcome, id: reference })
      : words.t('dialog.unexpected', { id: reference });
    await replies.text(refusal ? refusalText(words, refusal.facts) : unexpected);
  });
  return refusal;
}

/** For what a turn did not catch itself, such as an answer that the channel does not take. */
export function turnErrors(log: Logger): OnTurnError {
  return async (context, error) => {
    const reference = referenceOf(context);
    log.error({ err: error, reference }, 'a turn failed');
    try {
      const words = wordsFor(localeOf(context.activity));
      await repliesTo(context, log).text(words.t('dialog.unexpected', { id: reference }));
    } catch (untold) {
      log.warn({ err: untold, reference }, 'the user could not be told');
    }
  };
}
