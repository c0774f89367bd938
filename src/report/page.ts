import { escapeMarkup } from "./markup.ts";

const style = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1b1f24; background: #fff; }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid #d0d7de; }
article { border-left: 4px solid #d0d7de; padding: .2rem 0 .2rem 1rem; margin: 1rem 0 }
article.error { border-color: #cf222e } article.warning { border-color: #bf8700 } article.info { border-color: #0969da }
pre { background: #f6f8fa; padding: .6rem; overflow-x: auto; } code, pre { font: 13px/1.4 ui-monospace, monospace }
table { border-collapse: collapse } th, td { border: 1px solid #d0d7de; padding: .25rem .6rem; text-align: left; vertical-align: top }
@media (prefers-color-scheme: dark) { body { background: #0d1117; color: #e6edf3 } pre { background: #161b22 } a { color: #58a6ff } }
`;

/** A whole HTML page that needs nothing from elsewhere and runs no script; `body` is markup, `title` plain text. */
export function htmlPage(title: string, body: Iterable<string>): string {
  return [...htmlPageBlocks(title, body)].join("");
}

/** The text of `htmlPage`, block by block of its body. */
export function* htmlPageBlocks(title: string, body: Iterable<string>): Iterable<string> {
  yield [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeMarkup(title)}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>\n",
  ].join("\n");
  for (const part of body) yield `${part}\n`;
  yield "</body>\n</html>\n";
}

/** A link, or the text alone where the address is no plain https address. */
export function htmlLink(address: string, text: string): string {
  return /^https:\/\//.test(address) ? `<a href="${escapeMarkup(address)}" rel="noreferrer">${escapeMarkup(text)}</a>` : escapeMarkup(text);
}
