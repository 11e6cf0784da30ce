/** "Allow customer to purchase" (rules section 6): its state with the two prerequisites, and the switch. */

import type { Me, PermissionFacts, PermissionSet } from '../answers.js';
import type { Actor, Attempt, Customer } from '../model.js';
import { requireRole, rolesFor } from '../policy/access.js';
import { soldIn } from '../policy/markets.js';
import { permissionChecks, requirePermissionPrerequisites } from '../policy/permission.js';
import { act } from './act.js';
import { closePermissionHandovers } from './closing-handovers.js';
import { handOver } from './placing.js';
import { type Ports, requireCustomer, requireUser, stampOf } from './ports.js';

export const CREATE_PERMISSION = 'Create Customer Purchase Permissions';
export const DELETE_PERMISSION = 'Delete Customer Purchase Permissions';

/** The state of the permission, its prerequisites, and whether this user may switch it. */
export async function permission(ports: Ports, actor: Actor, customerId: string): Promise<PermissionFacts> {
  const me = await requireUser(ports, actor);
  return permissionFacts(await requireCustomer(ports, actor, customerId), me);
}

function permissionFacts(customer: Customer, me: Me): PermissionFacts {
  const { on, changedAt, by, placement } = customer.permission;
  const allowed = rolesFor('switchPermission');
  return {
    customerId: customer.id,
    customerName: customer.name,
    on,
    ...(changedAt === undefined ? {} : { changedAt }),
    ...(by === undefined ? {} : { changedBy: by }),
    ...(placement === undefined ? {} : { placement }),
    ...permissionChecks(customer),
    marketBlocked: customer.country !== undefined && !soldIn(customer.country),
    maySwitch: me.user.roles.some((role) => allowed.includes(role)),
  };
}

/**
 * Turns the permission on or off. What is so already stays as it is, and is no error.
 * @throws Refusal NeedsRole (Admin agents only); PermissionNeedsSubscription, PermissionNeedsOwner when turning on.
 */
export async function setPermission(
  ports: Ports,
  actor: Actor,
  customerId: string,
  on: boolean,
  attemptId: string,
): Promise<PermissionSet> {
  const me = await requireUser(ports, actor);
  const action = on ? CREATE_PERMISSION : DELETE_PERMISSION;
  const { customer, attempt, outcome, repeated } = await act(ports, actor, me, customerId, {
    action,
    attemptId,
    decide(draft) {
      requireRole('switchPermission', me.user.roles);
      if (draft.permission.on === on) return { outcome: { kind: 'permission', on, changed: false } };
      if (on) requirePermissionPrerequisites(draft);
      draft.permission = {
        on,
        changedAt: ports.clock.now().toISOString(),
        by: stampOf(me),
        placement: { state: 'recorded' },
      };
      closePermissionHandovers(ports, draft, me, on);
      return {
        outcome: { kind: 'permission', on, changed: true },
        trace: { action, before: on ? 'off' : 'on', after: on ? 'on' : 'off' },
      };
    },
  });
  const changed = outcome.kind === 'permission' && outcome.changed;
  const facts = permissionFacts(customer, me);
  if (repeated) return { facts: asAnswered(facts, attempt, on, changed), changed };
  if (!changed) return { facts, changed };
  const placement = await handOver(ports, actor, me, {
    customerId,
    subject: action,
    send: () => ports.partnerCenter.setPermission(customer, on),
    write: (draft, placed) => {
      // A colleague may have switched it again meanwhile: then this placement is not of what stands now.
      const same = draft.permission.on === on && draft.permission.changedAt === facts.changedAt;
      if (same) draft.permission.placement = placed;
      return true;
    },
  });
  return { facts: { ...facts, placement }, changed };
}

/** The answer that the attempt got, also where somebody has switched again since (rules section 8). */
function asAnswered(
  facts: PermissionFacts,
  attempt: Attempt,
  on: boolean,
  changed: boolean,
): PermissionFacts {
  if (facts.on === on) return facts;
  const { placement: _now, changedAt: _at, changedBy: _by, ...rest } = facts;
  return { ...rest, on, ...(changed ? { changedAt: attempt.at, changedBy: attempt.by } : {}) };
}
