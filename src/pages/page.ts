/** A page as it is sent: one file with its script and style in it, and what a browser may do with it. */
import { createHash } from 'node:crypto';
import type { Language } from './language.ts';

/** The script and style of a page, as text. */
export interface PageAssets {
  script: string;
  style: string;
}

/** Where a page is opened: on one person's computer, on a server for a team, or inside a host (MCP Apps). */
export type PageHome = 'desk' | 'team' | 'app';

export interface Page {
  html(language: Language): string;
  contentSecurityPolicy: string;
}

interface PageParts {
  assets: PageAssets;
  home: PageHome;
  title(language: Language): string;
  /** What stands in the body element, without the script. */
  body(language: Language): string;
}

const ICON =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 16%22%3E%3Crect width=%2216%22 height=%2216%22 rx=%224%22 fill=%22%231f5f5b%22/%3E%3Cpath d=%22m4 8.5 2.7 2.7L12 5.5%22 fill=%22none%22 stroke=%22white%22 stroke-width=%222%22/%3E%3C/svg%3E';

/** Stands above what a page shows: whose it is, and the choice of the language (browser/elements.ts). */
export const PAGE_HEADER = `<header>
<p class="brand">hitrate-mcp</p>
<div class="languages" role="group" aria-label="Språk / Language">
<button type="button" lang="sv" data-language="sv">Svenska</button>
<button type="button" lang="en" data-language="en">English</button>
</div>
</header>`;

export const createPage = ({ assets: { script, style }, home, title, body }: PageParts): Page => ({
  contentSecurityPolicy: contentSecurityPolicy({ script, style }),
  html: (language) =>
    documentHtml({
      language,
      title: title(language),
      head: `<link rel="icon" href="${ICON}">\n<style>${style}</style>`,
      body: `<body data-home="${home}">\n${body(language)}\n<script type="module">${script}</script>\n</body>`,
    }),
});

/** The same page for one person's computer and for a server for a team. */
export const createPages = ({
  body,
  ...parts
}: Pick<PageParts, 'assets' | 'title'> & {
  body(language: Language, home: 'desk' | 'team'): string;
}): Record<'desk' | 'team', Page> => {
  const at = (home: 'desk' | 'team') =>
    createPage({ ...parts, home, body: (language) => body(language, home) });
  return { desk: at('desk'), team: at('team') };
};

/** A page without a script, for a file: it says itself what a browser may do with it. */
export const staticPage = ({
  language,
  title,
  style,
  body,
}: {
  language: Language;
  title: string;
  style: string;
  body: string;
}): string =>
  documentHtml({
    language,
    title,
    head: `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${sha256(style)}; base-uri 'none'; form-action 'none'">\n<style>${style}</style>`,
    body: `<body>\n${body}\n</body>`,
  });

const documentHtml = ({
  language,
  title,
  head,
  body,
}: {
  language: Language;
  title: string;
  head: string;
  body: string;
}): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${head}
</head>
${body}
</html>
`;

const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing from outside, no frame, and no script but the one in the page. */
const contentSecurityPolicy = ({ script, style }: PageAssets): string =>
  [
    "default-src 'none'",
    `script-src ${sha256(script)}`,
    `style-src ${sha256(style)}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
