/** The two cookies of the sign-in: which browser it is, and what is under way of a sign-in. No script reads them. */
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'restify';

export class SignInCookie {
  /** By https the browser itself holds it to this host, this path and https (the prefix of the name asks it to). */
  private readonly name: string;
  private readonly secure: boolean;

  /**
   * @param publicUrl under which browsers reach the desk.
   * @param name without a prefix.
   * @param maxAge in seconds; absent: until the browser is closed.
   */
  constructor(
    publicUrl: string,
    name: string,
    private readonly maxAge?: number,
  ) {
    this.secure = publicUrl.startsWith('https:');
    this.name = this.secure ? `__Host-${name}` : name;
  }

  /** What the browser sends; undefined: nothing. */
  in(req: Request): string | undefined {
    return parseCookie(req.header('cookie') ?? '')[this.name] || undefined;
  }

  /** Has the browser keep this. */
  set(res: Response, value: string): void {
    this.write(res, value, this.maxAge);
  }

  /** Has the browser forget it. */
  clear(res: Response): void {
    this.write(res, '', 0);
  }

  private write(res: Response, value: string, maxAge: number | undefined): void {
    const cookie = stringifySetCookie({
      name: this.name,
      value,
      path: '/',
      httpOnly: true,
      // Also sent by the browser that comes back from the issuer, and with no other request of another site.
      sameSite: 'lax',
      secure: this.secure,
      ...(maxAge === undefined ? {} : { maxAge }),
    });
    const others = [res.getHeader('Set-Cookie') ?? []].flat().map(String);
    res.setHeader('Set-Cookie', [...others, cookie]);
  }
}
