/** A page to pass on, as a PDF: one A4 page, tagged for screen readers, in a font that has every European letter. */
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

/** What stands on the page, top down; all of it text as it is, never markup. */
export interface PdfPage {
  /** Language code, such as "nl". */
  readonly lang: string;
  readonly title: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly facts: readonly PdfFact[];
  readonly tables: readonly PdfTable[];
  /** What it comes to, written large. */
  readonly result: { readonly label: string; readonly amount: string; readonly lines: readonly string[] };
  readonly notes: readonly string[];
  /** When it was made. */
  readonly made: Date;
}

interface PdfFact {
  readonly label: string;
  readonly value: string;
}

interface PdfTable {
  readonly heading: string;
  readonly rows: readonly {
    readonly name: string;
    readonly lines: readonly string[];
    readonly amount: string;
  }[];
}

type Document = InstanceType<typeof PDFDocument>;

const font = (path: string) => createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans/${path}`);
const REGULAR = font('400Regular/NotoSans_400Regular.ttf');
const BOLD = font('700Bold/NotoSans_700Bold.ttf');

const MARGIN = 56;
const AMOUNT_WIDTH = 130;
const INK = '#1b1b1b';
const FAINT = '#5c5c5c';
const LINE = '#c8c8c8';
/** Sizes to try, the largest first: what is long is set smaller rather than on a second page. */
const SCALES = [1, 0.85, 0.72, 0.6, 0.5] as const;
/** So many rows never fit in the largest size. */
const MANY_ROWS = 10;

/** The page as a PDF document. */
export async function pdfOf(page: PdfPage): Promise<Buffer> {
  const rows = page.tables.reduce((count, table) => count + table.rows.length, 0);
  const [first, ...smaller] = rows > MANY_ROWS ? SCALES.slice(2) : SCALES;
  let made = await draw(page, first ?? 1);
  for (const scale of smaller) {
    if (made.pages === 1) break;
    made = await draw(page, scale);
  }
  return made.bytes;
}

async function draw(page: PdfPage, scale: number): Promise<{ bytes: Buffer; pages: number }> {
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    lang: page.lang,
    tagged: true,
    displayTitle: true,
    pdfVersion: '1.7',
    bufferPages: true,
    info: { Title: page.title, Author: page.from, CreationDate: page.made, ModDate: page.made },
  });
  const chunks: Buffer[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  doc.registerFont('regular', REGULAR).registerFont('bold', BOLD);
  const pen = new Pen(doc, scale);
  head(pen, page);
  for (const table of page.tables) rows(pen, table);
  result(pen, page);
  notes(pen, page);
  const pages = doc.bufferedPageRange().count;
  doc.end();
  await ended;
  return { bytes: Buffer.concat(chunks), pages };
}

function head(pen: Pen, page: PdfPage): void {
  pen.text('P', page.from, { size: 10, color: FAINT });
  pen.down(6);
  pen.text('H1', page.title, { size: 22, bold: true });
  pen.down(10);
  for (const line of page.to) pen.text('P', line, { size: 11 });
  pen.down(10);
  for (const { label, value } of page.facts) {
    pen.text('P', `${label}: ${value}`, { size: 10, color: FAINT });
  }
}

function rows(pen: Pen, table: PdfTable): void {
  pen.down(18);
  pen.text('H2', table.heading, { size: 12, bold: true });
  for (const row of table.rows) {
    pen.rule();
    pen.beside(row.amount, () => {
      pen.text('P', row.name, { size: 11, bold: true, narrow: true });
      for (const line of row.lines) pen.text('P', line, { size: 9.5, color: FAINT, narrow: true });
    });
  }
  pen.rule();
}

function result(pen: Pen, { result: { label, amount, lines } }: PdfPage): void {
  pen.down(14);
  pen.text('P', label, { size: 11, color: FAINT });
  pen.text('P', amount, { size: 20, bold: true });
  for (const line of lines) pen.text('P', line, { size: 10 });
}

function notes(pen: Pen, page: PdfPage): void {
  pen.down(18);
  for (const note of page.notes) pen.text('P', note, { size: 9, color: FAINT });
}

interface Style {
  readonly size: number;
  readonly bold?: boolean;
  readonly color?: string;
  /** Leaves room for an amount at the right. */
  readonly narrow?: boolean;
}

/** Writes one block below the other, each with its tag. */
class Pen {
  private readonly width: number;

  constructor(
    private readonly doc: Document,
    private readonly scale: number,
  ) {
    this.width = doc.page.width - 2 * MARGIN;
  }

  text(
    tag: 'H1' | 'H2' | 'P',
    text: string,
    { size, bold = false, color = INK, narrow = false }: Style,
  ): void {
    const { doc } = this;
    doc.addStructure(
      doc.struct(tag, {}, [
        () => {
          doc
            .font(bold ? 'bold' : 'regular')
            .fontSize(size * this.scale)
            .fillColor(color)
            .text(text, MARGIN, doc.y, {
              width: this.width - (narrow ? AMOUNT_WIDTH : 0),
              lineGap: 1.5 * this.scale,
            });
        },
      ]),
    );
  }

  /** What is written by `left`, with an amount at the right of its first line. */
  beside(amount: string, left: () => void): void {
    const { doc } = this;
    const top = doc.y;
    left();
    const bottom = doc.y;
    doc.addStructure(
      doc.struct('P', {}, [
        () => {
          doc
            .font('bold')
            .fontSize(11 * this.scale)
            .fillColor(INK)
            .text(amount, MARGIN + this.width - AMOUNT_WIDTH, top, { width: AMOUNT_WIDTH, align: 'right' });
        },
      ]),
    );
    doc.y = Math.max(bottom, doc.y);
  }

  rule(): void {
    const { doc } = this;
    const y = doc.y + 5 * this.scale;
    doc.markContent('Artifact');
    doc
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + this.width, y)
      .lineWidth(0.5)
      .strokeColor(LINE)
      .stroke();
    doc.endMarkedContent();
    doc.y = y + 6 * this.scale;
  }

  down(points: number): void {
    this.doc.y += points * this.scale;
  }
}
