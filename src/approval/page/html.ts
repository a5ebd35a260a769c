/** The page: one file, the same for all approvals. What a person reads on it is fetched with the secret. */
import { createHash } from 'node:crypto';
import { pageAssets } from './assets.ts';
import { LANGUAGES, type Language } from './protocol.ts';
import { WORDS } from './words.ts';

const { script, style } = pageAssets;

const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const ICON =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 16%22%3E%3Crect width=%2216%22 height=%2216%22 rx=%224%22 fill=%22%231f5f5b%22/%3E%3Cpath d=%22m4 8.5 2.7 2.7L12 5.5%22 fill=%22none%22 stroke=%22white%22 stroke-width=%222%22/%3E%3C/svg%3E';

/** Nothing from outside, no frame, and no script but the one in the page. */
export const CONTENT_SECURITY_POLICY = [
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

/** Returns the language that a browser likes best of those that the page has. */
export function preferredLanguage(accepted: string | undefined): Language {
  const wishes = (accepted ?? '')
    .split(',')
    .map((wish) => {
      const [, language, weight] = /^\s*([a-z]{1,8})\b[^;]*(?:;\s*q=([\d.]+))?/i.exec(wish) ?? [];
      return { language: language?.toLowerCase(), weight: weight === undefined ? 1 : Number(weight) };
    })
    .sort((a, b) => b.weight - a.weight);
  const found = wishes.map(({ language }) => LANGUAGES.find((known) => known === language)).find(Boolean);
  return found ?? 'en';
}

/** On one person's computer, or for a team. */
export type ServerKind = 'desk' | 'team';

export const pageHtml = (language: Language, server: ServerKind = 'desk'): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${WORDS[language].title}</title>
<link rel="icon" href="${ICON}">
<style>${style}</style>
</head>
<body data-server="${server}">
<header>
<p class="brand">hitrate-mcp</p>
<div class="languages" role="group" aria-label="Språk / Language">
<button type="button" lang="sv" data-language="sv">Svenska</button>
<button type="button" lang="en" data-language="en">English</button>
</div>
</header>
<main>
<noscript><p>${WORDS[language].noScript}</p></noscript>
<p id="loading" role="status" data-word="loading"></p>
<form id="approval" hidden novalidate autocomplete="off">
<div class="card">
<h1 data-word="question"></h1>
<p class="muted" data-word="${server === 'team' ? 'teamLead' : 'lead'}"></p>
<p class="dialer" id="asker-part" hidden><span data-word="askedBy"></span> <strong id="asker"></strong></p>
<p class="dialer" id="dialer-part"><span data-word="dialer"></span> <strong id="dialer"></strong></p>
<p id="summary"></p>
<section id="effects-part"><h2 data-word="effects"></h2><ul id="effects"></ul></section>
<section><h2 data-word="undo"></h2><p id="undo"></p></section>
<div class="field" id="typed-part"><label for="typed" id="typed-label"></label><input id="typed" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="problem"></div>
<div class="field" id="pin-part"><label for="pin" data-word="pin"></label><input id="pin" type="password" autocomplete="off" aria-describedby="pin-hint problem"><p class="hint" id="pin-hint" data-word="pinHint"></p></div>
<p class="hint" id="passkey-part" data-word="passkeyHint"></p>
<p class="note" id="another-part" data-word="needsAnother" hidden></p>
<p class="hint" id="until"></p>
</div>
<div class="bar">
<p id="problem" role="alert"></p>
<div class="buttons"><button type="submit" id="yes"></button><button type="button" id="no" data-word="no"></button></div>
</div>
</form>
<form id="enrolment" hidden novalidate autocomplete="off">
<div class="card">
<h1 data-word="enrolQuestion"></h1>
<p data-word="enrolLead"></p>
<div class="field"><label for="name" data-word="enrolName"></label><input id="name" type="text" maxlength="60" autocomplete="off" aria-describedby="enrol-problem"></div>
</div>
<div class="bar">
<p id="enrol-problem" role="alert"></p>
<div class="buttons"><button type="submit" id="enrol" data-word="enrol"></button></div>
</div>
</form>
<section id="login" class="card" hidden>
<h1 id="login-title"></h1>
<p class="muted" id="login-lead"></p>
<p id="login-problem" role="alert"></p>
<div class="buttons" id="provider-part"><button type="button" class="main" id="provider" data-word="loginProvider"></button></div>
<p class="hint" id="or" data-word="loginOr"></p>
<form id="code-login" novalidate>
<div class="field"><label for="subject" data-word="loginName"></label><input id="subject" type="text" autocomplete="username" autocapitalize="off" spellcheck="false" aria-describedby="login-problem"></div>
<div class="field"><label for="code" data-word="loginCode"></label><input id="code" type="password" autocomplete="off" aria-describedby="code-hint login-problem"><p class="hint" id="code-hint" data-word="loginCodeHint"></p></div>
<div class="buttons"><button type="submit" id="log-in" data-word="logIn"></button></div>
</form>
</section>
<section id="list" class="card" hidden>
<h1 data-word="listTitle"></h1>
<p id="list-empty" class="muted" data-word="listEmpty"></p>
<ul id="waiting"></ul>
</section>
<section id="end" class="card" hidden>
<p id="end-mark" aria-hidden="true"></p>
<h1 id="end-title" tabindex="-1"></h1>
<p id="end-before" class="muted" data-word="answeredBefore"></p>
<p id="end-text"></p>
<section id="handover" hidden><h2 id="handover-label"></h2><p id="handover-value"></p><p class="hint" data-word="handoverHint"></p></section>
</section>
</main>
<footer class="footer">
<p id="me" hidden><span id="me-name"></span> <a href="./" data-word="toList"></a> <button type="button" id="log-out" data-word="logOut"></button></p>
<p data-word="${server === 'team' ? 'teamFooter' : 'footer'}"></p>
</footer>
<script type="module">${script}</script>
</body>
</html>
`;
