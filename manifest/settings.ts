/** What the environment says of the package for Teams. Every fault is told, in one go, in words that name the variable. */
import { z } from 'zod';

/** What stands for each placeholder of the manifest. */
export interface Settings {
  /** The bot's app id, which is the package's too. */
  readonly APP_ID: string;
  /** Where the desk is reached, without the scheme: desk.example. */
  readonly DOMAIN: string;
  /** Who runs the desk; Teams shows it below the name. */
  readonly PUBLISHER: string;
  readonly WEBSITE_URL: string;
  readonly PRIVACY_URL: string;
  readonly TERMS_URL: string;
}

/** The package can not be made; `faults` are sentences for whoever makes it. */
export class PackageError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The package was not made:\n- ${faults.join('\n- ')}`);
    this.name = 'PackageError';
  }
}

const GUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** A name with a dot that ends in letters: Teams comes from outside, to no single machine and no number. */
const OUTSIDE_NAME = /\.[a-z][a-z0-9-]+$/;
const LONGEST_PUBLISHER = 32;

/** A variable that is set to nothing counts as not set: that is how sample files leave it. */
const setting = z
  .string()
  .trim()
  .optional()
  .transform((text) => text || undefined);

/** An address by https that can be reached from outside; given back without a slash at the end. */
const address = (name: string) =>
  setting
    .refine((text) => text === undefined || isOutside(text), {
      error: (issue) =>
        `${name} must be an https address such as https://desk.example, not "${issue.input}".`,
    })
    .transform((text) => text?.replace(/\/+$/, ''));

const environment = z.object({
  MicrosoftAppId: setting
    .refine((text) => text !== undefined, { error: 'MicrosoftAppId is missing: the app id of the bot.' })
    .refine((text) => text === undefined || GUID.test(text), {
      error: (issue) =>
        `MicrosoftAppId must be a GUID such as 12345678-1234-1234-1234-123456789abc, not "${issue.input}".`,
    })
    .transform((text = '') => text.toLowerCase()),
  PUBLIC_URL: address('PUBLIC_URL')
    .refine((text) => text !== undefined, {
      error: 'PUBLIC_URL is missing: the https address of the desk, such as https://desk.example.',
    })
    .transform((text = '') => text),
  PUBLISHER_NAME: setting
    .refine((text = '') => text.length <= LONGEST_PUBLISHER, {
      error: (issue) =>
        `PUBLISHER_NAME must be at most ${LONGEST_PUBLISHER} characters, not "${issue.input}".`,
    })
    .transform((text = 'Reservation Desk') => text),
  WEBSITE_URL: address('WEBSITE_URL'),
  PRIVACY_URL: address('PRIVACY_URL'),
  TERMS_URL: address('TERMS_URL'),
});

/** The settings that the environment describes. @throws PackageError with all faults at once. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = environment.safeParse(env);
  if (!parsed.success) throw new PackageError(parsed.error.issues.map(({ message }) => message));
  const { MicrosoftAppId, PUBLIC_URL, PUBLISHER_NAME, WEBSITE_URL, PRIVACY_URL, TERMS_URL } = parsed.data;
  return {
    APP_ID: MicrosoftAppId,
    DOMAIN: new URL(PUBLIC_URL).hostname,
    PUBLISHER: PUBLISHER_NAME,
    WEBSITE_URL: WEBSITE_URL ?? PUBLIC_URL,
    PRIVACY_URL: PRIVACY_URL ?? `${PUBLIC_URL}/privacy`,
    TERMS_URL: TERMS_URL ?? `${PUBLIC_URL}/terms`,
  };
}

function isOutside(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return protocol === 'https:' && OUTSIDE_NAME.test(hostname) && username === '' && password === '';
}
