/** The bot's registration in Azure, as the environment names it. */
import { z } from 'zod';
import { setting } from './settings.js';

const APP_TYPES = ['MultiTenant', 'SingleTenant', 'UserAssignedMSI'] as const;
/** The one other cloud than the public one that the SDK knows. It decides whose tokens count: nothing else is taken. */
const US_GOVERNMENT = 'https://botframework.azure.us';

/** The bot's registration in Azure, named as the SDK names it. */
export interface Credentials {
  readonly type: (typeof APP_TYPES)[number];
  readonly appId: string;
  /** Absent with a managed identity. */
  readonly password?: string;
  readonly tenantId?: string;
  /** Set in a national cloud, and then the one there is: that of the government of the United States. */
  readonly channelService?: typeof US_GOVERNMENT;
}

/** The variables of the registration. */
export const CREDENTIAL_SETTINGS = {
  MicrosoftAppType: setting,
  MicrosoftAppId: setting,
  MicrosoftAppPassword: setting,
  MicrosoftAppTenantId: setting,
} as const;

/** Of the cloud. */
export const CHANNEL_SERVICE = setting.pipe(
  z
    .literal(US_GOVERNMENT, {
      error: (issue) =>
        `ChannelService must be left out, or ${US_GOVERNMENT} in the cloud of the US government, not "${issue.input}".`,
    })
    .optional(),
);

type CredentialSettings = Readonly<Record<keyof typeof CREDENTIAL_SETTINGS, string | undefined>>;

/** The names of those that are set; none: the desk has no credentials. */
export function credentialVariables(env: CredentialSettings): string[] {
  return Object.keys(CREDENTIAL_SETTINGS).filter(
    (name) => env[name as keyof CredentialSettings] !== undefined,
  );
}

/** What is wrong with credentials of which something is set, as sentences. */
export function credentialFaults(env: CredentialSettings): string[] {
  const type = appTypeOf(env);
  const given = credentialVariables(env).join(', ');
  const needsTenant = type === 'SingleTenant' || type === 'UserAssignedMSI';
  const checks: [boolean, string][] = [
    [!type, `MicrosoftAppType must be one of ${APP_TYPES.join(', ')}, not "${env.MicrosoftAppType}".`],
    [!env.MicrosoftAppId, `MicrosoftAppId is missing, though ${given} is set.`],
    [
      (type === 'MultiTenant' || type === 'SingleTenant') && !env.MicrosoftAppPassword,
      `MicrosoftAppPassword is missing: a ${type} bot signs in with it.`,
    ],
    [
      type === 'UserAssignedMSI' && env.MicrosoftAppPassword !== undefined,
      'MicrosoftAppPassword must not be set: a UserAssignedMSI bot has no password.',
    ],
    [
      needsTenant && !env.MicrosoftAppTenantId,
      `MicrosoftAppTenantId is missing: a ${type} bot belongs to one tenant.`,
    ],
  ];
  return checks.flatMap(([wrong, fault]) => (wrong ? [fault] : []));
}

/** The type as the SDK spells it, whatever the case it was written in; MultiTenant where none is given, as in the SDK. */
function appTypeOf(env: CredentialSettings): Credentials['type'] | undefined {
  const written = (env.MicrosoftAppType ?? 'MultiTenant').toLowerCase();
  return APP_TYPES.find((type) => type.toLowerCase() === written);
}

/** The credentials in settings without a fault; undefined where none are set. */
export function credentialsOf(
  env: CredentialSettings & { readonly ChannelService?: Credentials['channelService'] | undefined },
): Credentials | undefined {
  const type = appTypeOf(env);
  if (!type || !env.MicrosoftAppId) return undefined;
  return {
    type,
    appId: env.MicrosoftAppId,
    ...(env.MicrosoftAppPassword ? { password: env.MicrosoftAppPassword } : {}),
    ...(env.MicrosoftAppTenantId ? { tenantId: env.MicrosoftAppTenantId } : {}),
    ...(env.ChannelService ? { channelService: env.ChannelService } : {}),
  };
}
