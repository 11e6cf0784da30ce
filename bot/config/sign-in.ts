/** How users of the chat page sign in, and whose Direct Line carries the chat, as the environment names it. */
import { secret, setting, webAddress } from './settings.js';

/** The issuer of OpenID Connect that users sign in with, and what its tokens call the tenant and the user. */
export interface SignInSettings {
  /** Its address, as its tokens write it. By http on this machine only, which is for trying out. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claims of the tenant and of the user in it: "tid" and "oid" in Microsoft Entra ID. */
  readonly tenantClaim: string;
  readonly userClaim: string;
  /** The tenant of everybody who signs in, for an issuer that names none. */
  readonly tenantId?: string;
  /** Seals what is under way of a sign-in; absent: a key is drawn at each start. */
  readonly sessionKey?: string;
}

const SHORTEST_KEY = 32;

/** The variables of the sign-in. */
export const SIGN_IN_SETTINGS = {
  SIGN_IN_ISSUER: setting,
  SIGN_IN_CLIENT_ID: setting,
  SIGN_IN_CLIENT_SECRET: setting,
  SIGN_IN_TENANT_CLAIM: setting,
  SIGN_IN_USER_CLAIM: setting,
  SIGN_IN_TENANT_ID: setting,
  DIRECT_LINE_SECRET: setting,
} as const;

/** Seals what is under way of a sign-in. */
export const SESSION_KEY = secret('SESSION_KEY', SHORTEST_KEY);

type SignInVariables = Readonly<Record<keyof typeof SIGN_IN_SETTINGS, string | undefined>>;
const REQUIRED = ['SIGN_IN_ISSUER', 'SIGN_IN_CLIENT_ID', 'SIGN_IN_CLIENT_SECRET'] as const;
const OPTIONAL = ['SIGN_IN_TENANT_CLAIM', 'SIGN_IN_USER_CLAIM', 'SIGN_IN_TENANT_ID'] as const;

/** True where users of the chat page are to sign in: something of it is set. */
export function asksForSignIn(env: SignInVariables): boolean {
  return [...REQUIRED, ...OPTIONAL].some((name) => env[name] !== undefined);
}

/**
 * What is wrong with it, as sentences.
 * @param about whether there are credentials of the bot, and under which address browsers reach the desk.
 */
export function signInFaults(
  env: SignInVariables,
  about: { readonly credentials: boolean; readonly publicUrl: string | undefined },
): string[] {
  const asked = asksForSignIn(env);
  const secretAlone = env.DIRECT_LINE_SECRET !== undefined && !(asked && about.credentials);
  const secretFaults = secretAlone
    ? [
        'DIRECT_LINE_SECRET is set, but Azure’s Direct Line needs the credentials of the bot (MicrosoftAppId) ' +
          'and a sign-in (SIGN_IN_ISSUER). Leave it out to use the desk’s own Direct Line.',
      ]
    : [];
  if (!asked) return secretFaults;

  const given = [...REQUIRED, ...OPTIONAL].filter((name) => env[name] !== undefined);
  const missing = REQUIRED.filter((name) => env[name] === undefined);
  const issuer = env.SIGN_IN_ISSUER;
  const address = about.publicUrl === undefined ? undefined : webAddress(about.publicUrl);
  const checks: [boolean, string][] = [
    ...missing.map((name): [boolean, string] => [true, `${name} is missing, though ${given[0]} is set.`]),
    [
      issuer !== undefined && !webAddress(issuer),
      `SIGN_IN_ISSUER must be an address such as https://login.example, not "${issuer}".`,
    ],
    [
      env.SIGN_IN_TENANT_CLAIM !== undefined && env.SIGN_IN_TENANT_ID !== undefined,
      'SIGN_IN_TENANT_CLAIM and SIGN_IN_TENANT_ID exclude each other: a tenant is read from the token, or is always the same.',
    ],
    [
      about.publicUrl === undefined,
      'PUBLIC_URL is missing: whoever has signed in is sent back to it, such as https://desk.example.',
    ],
    [
      address !== undefined && address.pathname !== '/',
      `PUBLIC_URL is "${about.publicUrl}", but where users sign in the desk must be at the top of its address: leave out the path.`,
    ],
  ];
  return [...checks.flatMap(([wrong, fault]) => (wrong ? [fault] : [])), ...secretFaults];
}

/** The sign-in in settings without a fault; undefined where none is asked for. */
export function signInOf(
  env: SignInVariables & { readonly SESSION_KEY: string | undefined },
): SignInSettings | undefined {
  const { SIGN_IN_ISSUER: issuer, SIGN_IN_CLIENT_ID: clientId, SIGN_IN_CLIENT_SECRET: clientSecret } = env;
  if (!issuer || !clientId || !clientSecret) return undefined;
  return {
    issuer,
    clientId,
    clientSecret,
    tenantClaim: env.SIGN_IN_TENANT_CLAIM ?? 'tid',
    userClaim: env.SIGN_IN_USER_CLAIM ?? 'oid',
    ...(env.SIGN_IN_TENANT_ID ? { tenantId: env.SIGN_IN_TENANT_ID } : {}),
    ...(env.SESSION_KEY ? { sessionKey: env.SESSION_KEY } : {}),
  };
}
