/** A card as plain text, from the card itself, so that the two always say the same. */

type Node = Readonly<Record<string, unknown>>;

/** One line for each text, row and field, in reading order; choices are listed, buttons come last. */
export function textOf(content: Node): string {
  return [...linesOf(content.body), buttonsOf(content.actions)]
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

function linesOf(nodes: unknown): string[] {
  return asNodes(nodes).flatMap(lines);
}

function lines(node: Node): string[] {
  switch (node.type) {
    case 'TextBlock':
      // A link of ours, as whoever reads plain text needs it.
      return [text(node.text).replace(/\[([^\]]+)\]\((https:[^)\s]+)\)/g, '$1: $2')];
    case 'RichTextBlock':
      return [
        asNodes(node.inlines)
          .map((run) => text(run.text))
          .join(''),
      ];
    case 'ColumnSet':
      return [
        asNodes(node.columns)
          .map((column) => linesOf(column.items).join(' '))
          .filter((cell) => cell.trim() !== '')
          .join('  '),
      ];
    case 'Container':
    case 'Column':
      return linesOf(node.items);
    case 'ActionSet':
      return [buttonsOf(node.actions)];
    case 'Image':
      return [text(node.altText)];
    case 'Input.ChoiceSet':
      // What a channel suggests can not be read; the search box beside it can.
      if ('choices.data' in node) return [];
      return node.style === 'expanded' ? listed(node) : chosen(node);
    case 'Input.Text':
    case 'Input.Number':
    case 'Input.Date':
    case 'Input.Toggle':
      return [[text(node.label), text(node.title), text(node.value)].filter((part) => part !== '').join(' ')];
    default:
      return [];
  }
}

/** A list with all its rows; their titles are Markdown (see plain()), which text is not. */
function listed(node: Node): string[] {
  const titles = asNodes(node.choices).map(({ title }) => text(title).replace(/\\([^\p{L}\p{N}\s])/gu, '$1'));
  return [text(node.label), ...titles.map((title) => `  ${title}`)];
}

/** A compact list with what is chosen in it. */
function chosen(node: Node): string[] {
  const choice = asNodes(node.choices).find(({ value }) => value === node.value);
  return [`${text(node.label)}: ${text(choice?.title)}`];
}

function buttonsOf(actions: unknown): string {
  return asNodes(actions)
    .map((action) =>
      action.type === 'Action.OpenUrl'
        ? `${text(action.title)}: ${text(action.url)}`
        : `[${text(action.title)}]`,
    )
    .join('  ');
}

function asNodes(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter((item) => item !== null && typeof item === 'object') : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
