/** The refund policy in force at the partner (rules section 4). */
import type { Actor, RefundPolicyId } from '../../model.js';
import { requireRole } from '../../policy/access.js';
import { POLICY } from '../../store/kinds.js';
import { type Ports, requireUser, today } from '../ports.js';
import { actOnPartner, latestChanges, rightTo } from './act-partner.js';
import type { PolicyFacts } from './answers.js';

const ACTION = 'set refund policy';
/** In force where none was ever chosen. */
const FIRST_POLICY: RefundPolicyId = 'partner-center';

/** The policy in force, since when, and its latest changes. */
export async function policy(ports: Ports, actor: Actor): Promise<PolicyFacts> {
  const me = await requireUser(ports, actor);
  const document = await ports.documents.read(POLICY, actor.partnerId);
  return {
    refundPolicy: document?.refundPolicy ?? FIRST_POLICY,
    ...(document ? { since: document.since } : {}),
    changes: latestChanges(document?.activity),
    ...rightTo('changePartnerData', me),
  };
}

/**
 * Puts a refund policy in force from today on. Quotes that were made under the other one are worked out again when
 * they are filed.
 * @returns the policy in force, and whether it was another one until now.
 * @throws Refusal NeedsRole.
 */
export async function setPolicy(
  ports: Ports,
  actor: Actor,
  refundPolicy: RefundPolicyId,
  attemptId: string,
): Promise<{ readonly refundPolicy: RefundPolicyId; readonly changed: boolean }> {
  const me = await requireUser(ports, actor);
  const since = today(ports);
  const { changed } = await actOnPartner(
    ports,
    actor,
    me,
    POLICY,
    { refundPolicy: FIRST_POLICY, since },
    {
      action: ACTION,
      attemptId,
      decide(current) {
        requireRole('changePartnerData', me.user.roles);
        if (current.refundPolicy === refundPolicy) return { next: current };
        const trace = { action: ACTION, before: current.refundPolicy, after: refundPolicy };
        return { next: { ...current, refundPolicy, since }, trace };
      },
    },
  );
  return { refundPolicy, changed };
}
