/** Azure's Direct Line, which the chat goes by where there is a secret for it. The browser gets tokens, never the secret. */
import { type Dispatcher, request } from 'undici';
import { z } from 'zod';
import type { Config } from '../config.js';
import type { ChatUser } from './admission.js';
import type { ChatToken } from './token-route.js';

const PATIENCE_MS = 5000;
/** Where it is: in the public cloud, and in that of the government of the United States. */
const PUBLIC = 'https://directline.botframework.com';
const US_GOVERNMENT = 'https://directline.botframework.azure.us';

const grantedSchema = z.object({
  token: z.string().min(1),
  conversationId: z.string().min(1),
  expires_in: z.number(),
});

export interface AzureDirectLineOptions {
  readonly secret: string;
  /** Scheme, host and port of the desk's own pages: nobody else's page may use the tokens. */
  readonly trustedOrigin: string;
  /** Scheme and host of the service; that of the public cloud unless given. */
  readonly service?: string;
  /** How long it may take to answer; five seconds unless given. */
  readonly patienceMs?: number;
  /** That requests go by; the usual connections unless given. */
  readonly connections?: Dispatcher;
}

export class AzureDirectLine {
  /** Scheme and host of the service. */
  readonly service: string;

  constructor(private readonly options: AzureDirectLineOptions) {
    this.service = options.service ?? PUBLIC;
  }

  /** A token with which this user, and nobody else, can talk in one conversation. Rejects where the service gives none. */
  async tokenFor({ id, name }: Pick<ChatUser, 'id' | 'name'>): Promise<ChatToken> {
    const { secret, trustedOrigin, patienceMs = PATIENCE_MS, connections } = this.options;
    const { statusCode, body } = await request(`${this.service}/v3/directline/tokens/generate`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ user: { id, name }, trustedOrigins: [trustedOrigin] }),
      ...(connections ? { dispatcher: connections } : {}),
      signal: AbortSignal.timeout(patienceMs),
    });
    const text = await body.text();
    // What the service says may repeat what it was sent: the secret.
    if (statusCode !== 200) throw new Error(`Azure's Direct Line answered with ${statusCode}`);
    const granted = grantedSchema.parse(JSON.parse(text));
    return { ...granted, domain: `${this.service}/v3/directline` };
  }
}

/** The one of this configuration; undefined: the chat goes by the desk's own. */
export function azureDirectLineOf(
  { directLineSecret, credentials, publicUrl }: Config,
  more: Pick<AzureDirectLineOptions, 'service' | 'connections'> = {},
): AzureDirectLine | undefined {
  if (directLineSecret === undefined || publicUrl === undefined) return undefined;
  return new AzureDirectLine({
    secret: directLineSecret,
    trustedOrigin: new URL(publicUrl).origin,
    ...(credentials?.channelService ? { service: US_GOVERNMENT } : {}),
    ...more,
  });
}
