/** The country of a customer: written down where it is unknown, and put right (rules section 2, check 2). */

import type { Actor, Customer } from '../model.js';
import { requireOutright, requireSomeAccess } from '../policy/access.js';
import { countryFromText } from '../policy/markets.js';
import { Refusal } from '../refusals.js';
import { CUSTOMERS } from '../store/kinds.js';
import { act } from './act.js';
import { type Ports, requireUser } from './ports.js';

/**
 * Writes down the country of a customer where it was unknown (rules section 2, check 2), in the list of customers
 * too. One that is known stays: the answer has the country that stands.
 * @throws Refusal CountryNotRecognized for a text that is no country's name or code; NeedsRole.
 */
export async function setCountry(
  ports: Ports,
  actor: Actor,
  customerId: string,
  input: { text: string; locale: string },
  attemptId: string,
): Promise<Customer> {
  const me = await requireUser(ports, actor);
  const country = countryFromText(input.text, input.locale);
  if (!country) throw new Refusal({ code: 'CountryNotRecognized', text: input.text.slice(0, 60) });
  const { customer: changed } = await act(ports, actor, me, customerId, {
    action: 'set country',
    attemptId,
    decide(draft) {
      requireSomeAccess('manage', me.user, draft.subscriptions);
      // What is known stays: two colleagues asked at the same time, and the first has answered (rules section 8).
      if (draft.country !== undefined) return { outcome: { kind: 'customer' } };
      draft.country = country;
      return { outcome: { kind: 'customer' }, trace: { action: 'set country', after: country } };
    },
  });
  await listCountry(ports, actor, changed);
  return changed;
}

/** Writes the country of a customer into the list of customers too, where it differs. */
async function listCountry(ports: Ports, actor: Actor, { id: customerId, country }: Customer): Promise<void> {
  await ports.documents.update(CUSTOMERS, actor.partnerId, (list) => {
    const listed = list?.customers ?? [];
    const entry = listed.find(({ id }) => id === customerId);
    if (list && entry?.country === country) return { next: list, result: undefined };
    const customers = listed.map((known) => (known === entry ? { ...known, country } : known));
    return { next: { customers }, result: undefined };
  });
}

/**
 * Puts right the country of a customer, in the list of customers too; what is sold to it follows from that at once
 * (rules section 2, check 2). What is so already stays as it is, and is no error.
 * @throws Refusal CountryNotRecognized; NeedsRole: it takes a role that needs no access (rules section 1).
 */
export async function correctCountry(
  ports: Ports,
  actor: Actor,
  customerId: string,
  input: { text: string; locale: string },
  attemptId: string,
): Promise<Customer> {
  const me = await requireUser(ports, actor);
  const country = countryFromText(input.text, input.locale);
  if (!country) throw new Refusal({ code: 'CountryNotRecognized', text: input.text.slice(0, 60) });
  const action = 'correct country';
  const { customer: changed } = await act(ports, actor, me, customerId, {
    action,
    attemptId,
    decide(draft) {
      requireOutright('manage', me.user.roles);
      const outcome = { kind: 'customer' } as const;
      const before = draft.country;
      if (before === country) return { outcome };
      draft.country = country;
      return { outcome, trace: { action, ...(before === undefined ? {} : { before }), after: country } };
    },
  });
  await listCountry(ports, actor, changed);
  return changed;
}
