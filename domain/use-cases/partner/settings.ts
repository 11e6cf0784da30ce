/** What is in force at the partner at a glance, and the log of the partner's own documents (rules sections 1, 4 and 7). */
import type { ActivityRecord, Actor } from '../../model.js';
import { isRefusal } from '../../refusals.js';
import { POLICY, RATES, USERS } from '../../store/kinds.js';
import { daysBetween } from '../../term.js';
import { type Ports, requireUser, today } from '../ports.js';
import { readPrices } from '../prices.js';
import type { SettingsFacts } from './answers.js';
import { policy } from './policy.js';
import { rateFacts } from './rates.js';

/** Policy, rates, price list and colleagues; for every role to see. */
export async function settings(ports: Ports, actor: Actor): Promise<SettingsFacts> {
  const me = await requireUser(ports, actor);
  const [inForce, rates, prices, users] = await Promise.all([
    policy(ports, actor),
    rateFacts(ports, actor),
    readPrices(ports, actor),
    ports.documents.read(USERS, actor.partnerId),
  ]);
  const [oldest] = Object.values(prices.lists)
    .map(({ asOf }) => asOf)
    .sort();
  const all = users?.users ?? [];
  const removed = all.filter((user) => user.removed).length;
  return {
    partnerName: me.partner.name,
    refundPolicy: inForce.refundPolicy,
    ...(inForce.since === undefined ? {} : { since: inForce.since }),
    rates,
    ...(oldest === undefined ? {} : { pricesAsOf: oldest }),
    pricesAgeDays: oldest === undefined ? 0 : Math.max(0, daysBetween(oldest, today(ports))),
    colleagues: all.length - removed,
    removed,
  };
}

/**
 * The log of all of the partner's own documents, each oldest first; the file of one that can not be read is named
 * and passed over.
 */
export async function partnerActivity(
  ports: Ports,
  actor: Actor,
): Promise<{ readonly records: readonly ActivityRecord[]; readonly unreadable: readonly string[] }> {
  const records: ActivityRecord[] = [];
  const unreadable: string[] = [];
  for (const kind of [USERS, RATES, POLICY]) {
    try {
      const document = await ports.documents.read<{ activity?: ActivityRecord[] | undefined }>(
        kind,
        actor.partnerId,
      );
      records.push(...(document?.activity ?? []));
    } catch (error) {
      if (!isRefusal(error, 'DocumentUnreadable')) throw error;
      unreadable.push(error.facts.file);
    }
  }
  return { records, unreadable };
}
