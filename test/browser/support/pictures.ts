/** The pictures of the README: taken only when asked for (SCREENSHOTS=1), so that a test run changes no file. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';

const FOLDER = fileURLToPath(new URL('../../../docs/images/', import.meta.url));

/** True where pictures are to be taken. */
const takesPictures = process.env.SCREENSHOTS === '1';

/** Takes a picture of the page as it stands, as docs/images/<name>.png. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!takesPictures) return;
  await mkdir(FOLDER, { recursive: true });
  await settled(page);
  await page.screenshot({ path: `${FOLDER}${name}.png`, animations: 'disabled', caret: 'hide' });
}

/** Takes a picture of the page, made just so tall that the whole card is in it. */
export async function pictureOf(page: Page, card: Locator, name: string): Promise<void> {
  if (!takesPictures) return;
  // Pictures on a card take their place a moment later.
  await settled(page);
  const size = page.viewportSize();
  const box = await card.boundingBox();
  if (size && box) await page.setViewportSize({ ...size, height: Math.ceil(box.height) + 210 });
  await card.evaluate((element) => element.scrollIntoView({ block: 'end' }));
  await picture(page, name);
  if (size) await page.setViewportSize(size);
}

/** Nothing under the mouse, nothing moving. */
async function settled(page: Page): Promise<void> {
  await page.mouse.move(1, 1);
  await page.waitForTimeout(600);
}
