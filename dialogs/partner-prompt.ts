/** What the prompts about the partner's own data share: a change that is typed with the job, and closing. */
import { nanoid } from 'nanoid';
import { CardPrompt, closedAs, type Reaction, says } from './card-prompt.js';
import type { Turn } from './turn.js';

export interface PartnerState {
  /** What was typed behind the name of the job, such as "EUR 1.0832": done at once, then the card is shown. */
  said?: string;
}

/** Ends where it is closed. */
export abstract class PartnerPrompt<S extends PartnerState> extends CardPrompt<S, null> {
  /** What to make of typed text. May change the state. @throws Refusal that ends the flow. */
  protected abstract obey(turn: Turn, state: S, text: string, attemptId: string): Promise<Reaction<null>>;

  protected override async known(turn: Turn, state: S): Promise<undefined> {
    const { said = '' } = state;
    delete state.said;
    if (said === '') return undefined;
    const reaction = await this.obey(turn, state, said, nanoid());
    if ('again' in reaction && reaction.errors)
      await turn.replies.text(Object.values(reaction.errors).join('\n'));
    return undefined;
  }

  /** Typed text: closed, or obeyed. */
  protected async readText(turn: Turn, state: S, text: string, attemptId: string): Promise<Reaction<null>> {
    if (says(turn, 'partner.typed.close')) return await closedAs(turn, 'partner.closed');
    return await this.obey(turn, state, text, attemptId);
  }
}
