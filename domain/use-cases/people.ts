/** Who is speaking, as the book knows them. */

import type { Me } from '../answers.js';
import type { Actor, Role } from '../model.js';
import { partnersOfTenant } from '../partner-list.js';
import { Refusal } from '../refusals.js';
import { USERS } from '../store/kinds.js';
import { type Ports, requireUser } from './ports.js';

/** The user and the partner of an actor. @throws Refusal UnknownUser. */
export async function whoIs(ports: Ports, actor: Actor): Promise<Me> {
  return await requireUser(ports, actor);
}

/** A user of the first partner in the book who holds this role: whom a tester acts as in local mode. */
export async function userWithRole(ports: Ports, role: Role): Promise<Actor | undefined> {
  const [partnerId] = await ports.partners.ids();
  if (partnerId === undefined) return undefined;
  const users = await ports.documents.read(USERS, partnerId);
  const user = users?.users.find((candidate) => !candidate.removed && candidate.roles.includes(role));
  return user && { partnerId, userId: user.id };
}

/**
 * The partner of the user on whose behalf a tool works; undefined in an empty book. With several partners it is the one
 * that has a user of this id, so that nothing of one gets into the book of another.
 * @throws Refusal UnknownUser where that is none of several partners, or more than one.
 */
export async function partnerOfUser(ports: Ports, userId: string): Promise<string | undefined> {
  const partnerIds = await ports.partners.ids();
  if (partnerIds.length < 2) return partnerIds[0];
  const having: string[] = [];
  for (const partnerId of partnerIds) {
    const users = (await ports.documents.read(USERS, partnerId))?.users ?? [];
    if (users.some(({ id, removed }) => id === userId && !removed)) having.push(partnerId);
  }
  const [partnerId, other] = having;
  if (partnerId === undefined || other !== undefined) throw new Refusal({ code: 'UnknownUser' });
  return partnerId;
}

/** The user whom Teams or a sign-in names by tenant and object id, as validated; undefined: not in the book. */
export async function userByObjectId(
  ports: Ports,
  tenantId: string,
  objectId: string,
): Promise<Actor | undefined> {
  for await (const partnerId of partnersOfTenant(ports.documents, await ports.partners.ids(), tenantId)) {
    const users = await ports.documents.read(USERS, partnerId);
    const user = users?.users.find((candidate) => !candidate.removed && candidate.aadObjectId === objectId);
    if (user) return { partnerId, userId: user.id };
  }
  return undefined;
}
