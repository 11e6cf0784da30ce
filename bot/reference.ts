/**
 * The reference of a turn: what its log lines carry, what the user is shown where something went wrong inside, and
 * what an answer with status 500 has. One name and one form for it everywhere.
 */
import type { TurnContext } from 'botbuilder';
import { customAlphabet } from 'nanoid';

/** Eight letters and digits that are not taken for one another when read out. */
export const newReference = customAlphabet('23456789ABCDEFGHJKLMNPQRSTUVWXYZ', 8);

const REFERENCE = Symbol('reference');

/** The reference of this turn; made when it is first asked for. */
export function referenceOf({ turnState }: Pick<TurnContext, 'turnState'>): string {
  const known: string | undefined = turnState.get(REFERENCE);
  const reference = known ?? newReference();
  if (known === undefined) turnState.set(REFERENCE, reference);
  return reference;
}
