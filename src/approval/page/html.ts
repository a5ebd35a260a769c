/** The page: one file, the same for all approvals. What a person reads on it is fetched with the secret. */
import type { Language } from '../../pages/language.ts';
import { createPages, PAGE_HEADER } from '../../pages/page.ts';
import { pageAssets } from './assets.ts';
import { WORDS } from './words.ts';

const bodyHtml = (language: Language, home: 'desk' | 'team'): string => `${PAGE_HEADER}
<main>
<noscript><p>${WORDS[language].noScript}</p></noscript>
<p id="loading" role="status" data-word="loading"></p>
<form id="approval" hidden novalidate autocomplete="off">
<div class="card">
<h1 data-word="question"></h1>
<p class="muted" data-word="${home === 'team' ? 'teamLead' : 'lead'}"></p>
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
<p id="me" hidden><span id="me-name"></span> <a href="./" data-word="toList"></a> <a href="/dashboard/" data-word="toDashboard"></a> <button type="button" id="log-out" data-word="logOut"></button></p>
<p data-word="${home === 'team' ? 'teamFooter' : 'footer'}"></p>
</footer>`;

export const { desk: DESK_PAGE, team: TEAM_PAGE } = createPages({
  assets: pageAssets,
  title: (language) => WORDS[language].title,
  body: bodyHtml,
});
