/** At the start of a desk where users sign in: somebody has to be able to let the others in. */
import type { Logger } from 'pino';
import { type FirstAdmin, setFirstAdmin } from '../domain/use-cases/partner/first-admin.js';
import { ConfigError } from './config.js';

type Needs = Parameters<typeof setFirstAdmin>[0];

/**
 * Makes the one whom the configuration names the first to manage users, where nobody does yet, and says in the log
 * under which user id; nothing in local mode, where nobody signs in.
 * @throws ConfigError where the book has no partner of theirs, and the configuration does not say which to make.
 */
export async function ensureFirstAdmin(
  { localMode, firstAdmin }: { readonly localMode: boolean; readonly firstAdmin?: FirstAdmin },
  needs: Needs,
  log: Logger,
): Promise<void> {
  if (localMode || !firstAdmin) return;
  const set = await setFirstAdmin(needs, firstAdmin);
  if (set.kind === 'partnerNeeded')
    throw new ConfigError([
      'PARTNER_NAME and PARTNER_COUNTRY are missing: the book has no partner of the tenant FIRST_ADMIN_TENANT_ID yet.',
    ]);
  const as = set.userId;
  const files = as === undefined ? '' : `; files are brought in on their behalf with --as ${as}`;
  if (set.kind === 'notNeeded')
    log.info({ as }, `FIRST_ADMIN_... changed nothing, as somebody manages users there already${files}`);
  else {
    const { partnerId: partner, newPartner } = set;
    log.info({ partner, newPartner, as }, `the first admin can begin${files}`);
  }
}
