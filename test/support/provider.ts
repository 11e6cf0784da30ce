/** An OpenID provider on this machine, with keys and signatures of its own, that signs in whomever it is told to. */
import { OAuth2Server } from 'oauth2-mock-server';

/** How the desk is known to the provider. */
export const CLIENT = { id: 'the-desk', secret: 'a-secret-of-the-desk' };

/** Claims of a token; undefined takes one out. */
export type Claims = Readonly<Record<string, unknown>>;

/** Starts one. */
export async function startProvider() {
  const server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  const { port } = server.address();
  let claims: Claims = {};
  /** Requests for tokens that it has had. */
  let asked = 0;
  server.service.on('beforeTokenSigning', (token: { payload: Record<string, unknown> }) => {
    Object.assign(token.payload, claims);
  });
  server.service.on('beforeResponse', () => {
    asked += 1;
  });
  return {
    url: `http://localhost:${port}`,
    server,
    get asked() {
      return asked;
    },
    /** From now on it signs in whoever has these claims. */
    signsIn(next: Claims): void {
      claims = next;
    },
    /** What the environment of a desk says that signs its users in here. */
    env: (publicUrl: string) => ({
      SIGN_IN_ISSUER: `http://localhost:${port}`,
      SIGN_IN_CLIENT_ID: CLIENT.id,
      SIGN_IN_CLIENT_SECRET: CLIENT.secret,
      PUBLIC_URL: publicUrl,
    }),
    stop: () => server.stop(),
    /** Begins again after `stop`, at the same address. */
    start: () => server.start(port, '127.0.0.1'),
  };
}
export type Provider = Awaited<ReturnType<typeof startProvider>>;
