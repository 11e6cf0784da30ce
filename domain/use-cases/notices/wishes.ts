/** Who wants to be told what, of those whom the book lets know of it now. */
import type { NoticeWishes, PartnerUser, Preferences, Users } from '../../model.js';
import { isRefusal } from '../../refusals.js';
import type { DocumentKind } from '../../store/documents.js';
import { customerKey, PREFERENCES, USERS } from '../../store/kinds.js';
import type { Ports } from '../ports.js';

/** Who wants nothing. */
const NO_WISHES: NoticeWishes = { wanted: {} };

/** A user of a partner, and what it wants to be told. */
export interface Wishing {
  readonly user: PartnerUser;
  readonly wishes: NoticeWishes;
}

/** The partner's users who may see anything at all, with their wishes. */
export async function usersWithWishes(ports: Ports, partnerId: string): Promise<Wishing[]> {
  const users: Users['users'] = (await ports.documents.read(USERS, partnerId))?.users ?? [];
  const wishing: Wishing[] = [];
  for (const user of users) {
    if (user.removed || user.roles.length === 0) continue;
    const { notices = NO_WISHES } = await preferencesOf(ports, partnerId, user.id);
    wishing.push({ user, wishes: notices });
  }
  return wishing;
}

/** What a user has chosen; nothing where that can not be read: nobody is told what it may not have asked for. */
export async function preferencesOf(ports: Ports, partnerId: string, userId: string): Promise<Preferences> {
  return (await readable(ports, PREFERENCES, customerKey(partnerId, userId))) ?? {};
}

/** A document beside the book; what can not be read is reported and passed over. */
export async function readable<T>(ports: Ports, kind: DocumentKind<T>, key: string): Promise<T | undefined> {
  try {
    return await ports.documents.read(kind, key);
  } catch (error) {
    if (!isRefusal(error, 'DocumentUnreadable')) throw error;
    ports.report?.(error);
    return undefined;
  }
}
