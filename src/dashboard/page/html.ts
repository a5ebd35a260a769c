/** The overview's page: one file, empty. What a person reads on it is fetched. */
import type { Language } from '../../pages/language.ts';
import { createPages, PAGE_HEADER } from '../../pages/page.ts';
import { pageAssets } from './assets.ts';
import { WORDS } from './words-by-language.ts';

const bodyHtml = (language: Language, home: 'desk' | 'team'): string => `${PAGE_HEADER}
<main>
<noscript><p>${WORDS[language].noScript}</p></noscript>
<p id="loading" role="status" data-word="loading"></p>
<section id="notice" class="card" hidden>
<h1 id="notice-title"></h1>
<p id="notice-text"></p>
<p id="notice-login" hidden><a class="button" href="/approve/?for=dashboard" data-word="logIn"></a></p>
</section>
<div id="overview" hidden>
<div class="top">
<div>
<h1 data-word="title"></h1>
<p class="muted" id="dialer"></p>
</div>
<p class="choice" id="dialer-choice" hidden><label for="dialers" data-word="dialer"></label><select id="dialers"></select></p>
</div>
<p class="when muted" id="when"></p>
<p id="trouble" role="status"></p>
<div id="reading" hidden><p id="reading-text" class="muted"></p><progress id="reading-bar" aria-labelledby="reading-text"></progress></div>
<div class="figures">
${figure('orders')}
${figure('value')}
${figure('rate')}
</div>
<p class="hint" id="compared"></p>
<section class="card" id="waiting-part" aria-labelledby="waiting-title">
<h2 id="waiting-title" aria-live="polite"></h2>
${problemHtml('waiting')}
<ul id="waiting"></ul>
<p class="hint" id="waiting-hint" data-word="${home === 'team' ? 'waitingHintTeam' : 'waitingHint'}"></p>
</section>
<div class="parts">
<div>
${part('hours', 'calls', ['hour', 'orderCount', 'rateShort', 'reached'])}
${part('unconfirmed', 'unconfirmed', ['orderId', 'age', 'agent', 'worth'])}
</div>
<div>
${part('agents', 'agents', ['agent', 'orderCount', 'rateShort', 'reached'])}
<section class="card" aria-labelledby="acts-title">
<h2 id="acts-title" data-word="actsTitle"></h2>
${problemHtml('acts')}
<p class="muted" id="acts-empty"></p>
<ul id="acts"></ul>
</section>
</div>
</div>
</div>
</main>
<footer class="footer">
<p id="me" hidden><span id="me-name"></span> <a href="/approve/" data-word="toApprovals"></a> <button type="button" id="log-out" data-word="logOut"></button></p>
<p data-word="${home === 'team' ? 'teamFooter' : 'footer'}"></p>
</footer>`;

/** Why a part can't be shown, or is old. */
function problemHtml(name: string): string {
  return `<p class="part-problem" id="${name}-problem"></p>`;
}

const figure = (name: string): string => `<section class="card figure" aria-labelledby="${name}-title">
<h2 id="${name}-title" data-word="${name}"></h2>
<p class="number" id="${name}-number"></p>
<p class="change" id="${name}-change"></p>
<p class="hint" id="${name}-detail"></p>
<p class="part-problem" id="${name}-problem"></p>
</section>`;

const part = (name: string, problem: string, columns: readonly string[]): string =>
  `<section class="card" aria-labelledby="${name}-title">
<h2 id="${name}-title" data-word="${name}Title"></h2>
${problemHtml(problem)}
<p class="muted" id="${name}-empty"></p>
<table id="${name}" hidden aria-labelledby="${name}-title">
<thead><tr>${columns.map((word) => `<th scope="col" data-word="${word}"></th>`).join('')}</tr></thead>
<tbody id="${name}-rows"></tbody>
</table>
<p class="hint" id="${name}-hint"></p>
</section>`;

export const { desk: DESK_PAGE, team: TEAM_PAGE } = createPages({
  assets: pageAssets,
  title: (language) => WORDS[language].title,
  body: bodyHtml,
});
