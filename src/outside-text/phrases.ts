/**
 * What only somebody says who speaks to an assistant, in Swedish and English, as patterns over folded words: letters from a
 * to z, digits, single spaces. A space may be missing, as where letters were written apart.
 */

const anyOf = (...words: string[]): string => `(?:${words.join('|')})`;

/** Words between, at most so many; `_` is a space that must be there, or a long word could be cut in countless ways. */
const gap = (max: number): string => `(?:\\w{1,15}_){0,${max}}`;

const phrases = (...sources: string[]): RegExp =>
  new RegExp(
    `\\b(?:${sources.map((source) => source.replaceAll(' ', ' ?').replaceAll('_', ' ')).join('|')})`,
  );

const FILLER = anyOf(
  'all any every the my your our its these those this that of other and previous prior earlier above preceding foregoing existing current original initial system safety security past former standing'.replaceAll(
    ' ',
    '|',
  ),
);
const UTFYLLNAD = anyOf(
  'alla allt samtliga dina era de dem den det tidigare foregaende ovanstaende ursprungliga har dessa mina vara nuvarande och av redan givna gallande systemets'.replaceAll(
    ' ',
    '|',
  ),
);
const AI = anyOf(
  'ai assistants?',
  'ai agents?',
  'ai models?',
  'ai systems?',
  'ai assistent(?:en)?',
  'ai agenten',
  'ai modell(?:en)?',
  'ai n\\b',
  'llms?\\b',
  'large language model',
  'language model',
  'chatgpt',
  'gpt',
  'sprakmodell(?:en)?',
  'chatbot(?:en)?',
  'chattbot(?:en)?',
  'virtual assistant',
  'automated assistant',
);
const ASSISTANT = anyOf(
  AI,
  'assistant(?! manager| coach| director| professor| nurse| principal)\\b',
  'assistenten',
);
const USER = anyOf('users?\\b', 'human', 'operator');
const ANVANDAREN = anyOf('anvandaren', 'operatoren', 'administratoren', 'manniskan');
const DO = anyOf(
  ...'call run use invoke execute cancel delete erase confirm approve ignore anropa kora kor anvanda anvand radera avboka makulera bekrafta godkanna ignorera ta_bort lyda obey follow folja'
    .replaceAll('_', ' ')
    .split(/ (?!bort)/),
);

/** To set aside what it was told. */
const OVERRIDES = [
  `${anyOf('ignore', 'disregard', 'forget', 'override', 'bypass', 'overrule', 'discard', 'do not follow', 'dont follow', 'do not obey', 'dont obey', 'stop following', 'stop obeying')} (?:${FILLER} ){1,6}${anyOf('instruct', 'prompt', 'rule', 'guideline', 'directive', 'command', 'guardrail', 'polic', 'restriction', 'constraint', 'programming')}`,
  `${anyOf('ignore', 'disregard', 'forget')} ${anyOf('instructions', 'prompts', 'guardrails')}`,
  `${anyOf('ignore', 'disregard', 'forget')} ${anyOf('everything', 'all', 'anything', 'whatever')} (?:that )?(?:was |is |of the )?${anyOf('above', 'you were', 'you have been', 'you know\\b', 'previously told', 'so far')}`,
  `${anyOf('ignorera', 'bortse fran', 'bortse ifran', 'strunta i', 'glom(?: bort)?(?! inte)', 'asidosatt', 'kringga', 'upphav', 'folj inte', 'lyd inte', 'bryt mot', 'hoppa over', 'lyssna inte pa')} (?:${UTFYLLNAD} ){1,6}(?:\\w{1,12}_)?${anyOf('instruktion', 'regler', 'anvisning', 'direktiv', 'prompt', 'riktlinje', 'begransning', 'systemprompt', 'sparrar', 'foreskrift')}`,
  `${anyOf('ignorera', 'bortse fran', 'strunta i')} ${anyOf('instruktion', 'systemprompt', 'reglerna')}`,
  `${anyOf('ignorera', 'bortse fran', 'glom', 'strunta i')} (?:allt|alla) ${anyOf('ovan', 'du har', 'du vet', 'du fatt', 'som star ovan')}`,
];

/** To be somebody else, or to be an assistant at all. */
const ROLES = [
  `you are (?:now |no longer |actually )?(?:a |an |the |my )?(?:\\w{1,12}_)?${anyOf(ASSISTANT, 'ai\\b', 'chatbot', 'bot\\b', 'unrestricted', 'jailbroken', 'root\\b', 'dan\\b', 'free from', 'not bound')}`,
  `you are (?:now |no longer ){1,2}(?:a |an |the |my )?${anyOf('bound', 'restricted', 'administrator', 'admin\\b', 'developer', 'in \\w{1,12} mode', 'acting as', 'operating', 'unlocked', 'authori[sz]ed to', 'allowed to', 'permitted to')}`,
  `du ar (?:nu |inte langre |egentligen )?(?:en |ett |min |var )?(?:\\w{1,12}_)?${anyOf(AI, 'ai\\b', 'assistent\\b', 'assistenten', 'bot\\b', 'obegransad', 'fri fran')}`,
  `du ar (?:nu |inte langre ){1,2}(?:en |ett )?${anyOf('bunden', 'begransad', 'i \\w{0,20}lage', 'administrator med', 'behorig att', 'administrator och ska')}`,
  `act as (?:if you were )?(?:a |an |the |my )?${anyOf(ASSISTANT, 'admin', 'system\\b', 'root\\b', 'developer', 'unrestricted', 'dan\\b')}`,
  `agera som (?:om du vore )?(?:en |ett )?${anyOf(AI, 'assistent', 'admin', 'systemet', 'utvecklare', 'obegransad')}`,
  'pretend (?:that )?you are',
  'latsas (?:att|som om|som att) du (?:ar|vore|kan|har)\\b',
  `as an? ${anyOf(AI, 'ai\\b', 'artificial intelligence')}`,
  'as (?:an|the|my) assistant you\\b',
  `som (?:en )?${anyOf('ai assistent', 'ai modell', 'sprakmodell', 'ai (?:ska|maste|bor|har|kan) du')}`,
  'som assistent (?:ska|maste|bor|har) du\\b',
  `if you are (?:an? |the )?${anyOf(AI, 'ai\\b', 'assistant\\b', 'bot\\b')}`,
  `om du ar (?:en )?${anyOf(AI, 'ai\\b', 'assistent\\b', 'bot\\b')}`,
];

/** Said to an assistant by that name. */
const ADDRESSES = [
  `${anyOf('attention', 'attn', 'dear', 'hello', 'hey', 'hej', 'note to', 'notes for', 'message to', 'message for', 'notice to', 'instructions? to', 'instructions? for', 'meddelande till', 'viktigt till', 'instruktion(?:er)? till', 'instruktion(?:er)? for', 'obs till')} (?:the |any |all |our |an |your |alla |den |en |er |var )?${anyOf(ASSISTANT, 'ai\\b(?! \\w{3,12}\\b(?! \\w))')}`,
  `\\b(?:to|till|for) (?:the |any |all |our |an |your |alla |den |en |er |var )?${anyOf('ai assistants?', 'ai agents?', 'ai models?', 'ai assistent', 'ai agent', 'language model', 'llms?', 'sprakmodell')}(?:en|er)?\\b (?:reading|som laser|you|du|please|ignore|ignorera|call|anropa|your|din|follow|folj)`,
  'till (?:ai )?assistenten (?:som laser|du\\b|anropa|ignorera|utfor|uppdatera|ta_bort|radera|avboka|makulera|andra|lagg|satt|sank|hoj)',
  `(?:assistent|assistenten|claude|chatgpt|copilot|gemini|kara ai|hej boten|boten) (?:var snall och )?${anyOf('ta bort', 'radera', 'avboka', 'makulera', 'andra', 'uppdatera', 'lagg', 'satt', 'sank', 'hoj', 'ring', 'bekrafta', 'please', 'cancel', 'delete', 'update', 'change', 'set', 'call', 'confirm', 'lower', 'add')}\\b`,
  `${anyOf('assistants?', 'assistenten', 'ai n', 'ai', 'the model', 'modellen', 'llm')} ${anyOf('must', 'should', 'shall', 'maste', 'ska', 'skall', 'bor', 'will')} (?:now |nu |ocksa |genast |also |immediately |always |alltid )?${DO}\\b`,
  `(?:assistant|ai assistent|assistenten) please ${DO}\\b`,
];

/** Its own machinery by name. */
const MACHINERY = [
  'system prompt',
  'systemprompt',
  'systeminstruktion',
  'system instructions?\\b',
  'system override',
  'developer mode',
  'utvecklarlage',
  'administratorslage',
  'admin mode',
  'god mode',
  'jailbreak',
  'prompt injection',
  '(?:hidden|secret) instruction',
  '(?:dolda|hemliga) instruktion',
  'new (?:\\w{1,12}_)?instructions? (?:for|to) (?:you\\b|the assistant|the ai|ai\\b|assistant)',
  'nya instruktioner (?:for|till) (?:dig|assistenten|ai)\\b',
  'your (?:new|real|true|actual) (?:instructions?|task|goal|purpose|role) (?:is|are)\\b',
  '(?:din|dina) (?:nya|riktiga|egentliga|verkliga) (?:instruktion|uppgift|roll|mal)\\w* ar\\b',
  '(?:end|slut) (?:of|pa) (?:the )?(?:system|instructions|user input|tool (?:result|output)|untrusted|verktygssvar|instruktion|anvandarens)',
  '(?:begin|start|borjan) (?:of |pa )?(?:the )?(?:system (?:prompt|message)|instructions block|admin (?:message|instructions))',
  `${anyOf('call', 'invoke', 'execute', 'trigger')} ${gap(3)}${anyOf('tools?', 'function', 'endpoint', 'api')}\\b`,
  `${anyOf('anropa', 'exekvera')} ${gap(3)}${anyOf('verktyg', 'funktion', 'api\\b', 'tool')}`,
  'tool (?:calls?|result|use)\\b',
  'verktygs(?:anrop|svar|resultat)',
];

/** That a person has said yes, or need not be asked or told. */
const PERMISSIONS = [
  `${USER} (?:has |have |had )?(?:already |just |now )?(?:pre )?${anyOf('approved', 'authori[sz]ed', 'consented', 'agreed to', 'given (?:\\w{1,8}_)?(?:approval|consent|permission)', 'granted', 'said yes', 'signed off')}`,
  'the user (?:has |had )(?:already )?(?:confirmed|accepted)',
  '(?:approved|authori[sz]ed|permission granted) by (?:the )?(?:user|admin|administrator|operator|developer|system administrator|anthropic|openai)\\b',
  `${ANVANDAREN} (?:har |redan |ocksa |nyss ){1,3}${anyOf('godkant', 'bekraftat', 'sagt ja', 'samtyckt', 'gett (?:\\w{1,8}_)?(?:godkannande|tillatelse|samtycke)', 'accepterat', 'tillatit')}`,
  `(?:godkant|bekraftat|beviljat|tillatet|begart) av ${anyOf('anvandaren', 'administratoren', 'admin\\b', 'operatoren', 'utvecklaren')}`,
  `(?:do not|dont|never|no need to|without) (?:ask|asking|wait|waiting|require|requiring|requesting|request) ${gap(3)}(?:confirmation|approval)\\b`,
  `without (?:asking |telling |informing |notifying |alerting )${gap(1)}${anyOf('user', 'human', 'operator')}`,
  `without (?:the )?${anyOf('users?', 'humans?', 'operators?')} (?:s )?(?:confirmation|approval|permission|consent|knowing|noticing)`,
  `utan (?:att )?(?:fraga|be|invanta|kontakta|meddela|informera) ${gap(2)}${ANVANDAREN}`,
  'utan (?:anvandarens|manniskans|operatorens) (?:godkannande|bekraftelse|medgivande|vetskap|tillatelse)',
  `(?:fraga|be|vanta) inte ${gap(2)}(?:bekraftelse|godkannande|anvandaren)`,
  '(?:hoppa over|kringga|strunta i) (?:\\w{1,12}_)?(?:bekraftelse|godkannande|forhandsgransk)',
  '(?:skip|bypass) (?:the |any |all )?(?:confirmation|approval|preview|verification step|safety)',
  `(?:do not|dont|never|must not|should not) (?:tell|inform|mention|reveal|show|notify|alert|let) ${gap(4)}(?:the |to )(?:user|human|operator)\\b`,
  '(?:hide|keep) (?:this|it|that) (?:\\w{1,12}_){0,2}from (?:the )?(?:user|human|operator)',
  `(?:beratta|sag|namn|visa|meddela|avsloja|informera) (?:\\w{1,8}_)?(?:inte|ej|aldrig|inget|ingenting) ${gap(4)}(?:for |till )?${ANVANDAREN}`,
  `dolj (?:detta |det har |det )?for ${ANVANDAREN}`,
];

/** To pass a confirmation. */
const CONFIRMATIONS = [
  `(?:confirm|approve|bekraft|godkann)\\w{0,8} ${gap(5)}tokens?\\b`,
  `tokens? ${gap(5)}(?:confirm|approve|bekraft|godkann)`,
  'set confirm to\\b',
  'satt confirm till\\b',
  'confirm (?:set to|satt till) ',
];

interface PhraseGroup {
  /** Without one of these no phrase of the group matches. */
  stems: RegExp;
  pattern: RegExp;
}

/** Compiled when it first runs: as machine code all groups together take 2 MB, and ordinary texts need none of it. */
const group = (stems: RegExp, sources: readonly string[]): PhraseGroup => ({
  stems,
  pattern: phrases(...sources),
});

const ORDER_GROUPS = [
  group(
    /ignor|disregard|forget|overr|bypass|discard|follow|obey|bortse|strunta|glom|asidos|kringga|upphav|folj|lyd|bryt|hoppa|lyssna/,
    OVERRIDES,
  ),
  group(
    /you ?are|du ?ar|act ?as|agera|pretend|latsas|assist|\bai|ai\b|llm|language|sprakmodell|gpt|bot\b|boten|artificial|virtual|automated/,
    ROLES,
  ),
  group(/assist|\bai|ai\b|llm|language|sprakmodell|gpt|bot\b|boten|model|virtual/, ADDRESSES),
  group(
    /user|human|operator|anvandar|administrat|manniska|approv|authori|permission|godkan|bekraft|bevilj|tillat|begart|confirm|forhandsgransk|preview|verification|safety/,
    PERMISSIONS,
  ),
];

/** Whether words are orders to an assistant, which no text of ours resembles. */
export const isOrder = (words: string): boolean =>
  ORDER_GROUPS.some(({ stems, pattern }) => stems.test(words) && pattern.test(words));

/** Talk of tools, tokens and prompts, as this server's own sentences do. */
export const TALK_OF_TOOLS = phrases(...MACHINERY, ...CONFIRMATIONS);

/** Talk of machinery, which is common by itself, and demands, which are too: side by side they are neither. */
export const SUBJECT = new RegExp(
  `\\b(?:${AI}|ai|assistant|assistenten|tools?|functions?|verktyget|verktygen|api|json|prompt|system message|systemmeddelande|override|token|admin|administrator|debug|root|[a-z]+ ids? \\d{2,})\\b`,
  'g',
);
export const DEMAND = new RegExp(
  `\\b(?:without asking|utan att fraga|no (?:confirmation|approval) (?:is )?(?:needed|required|necessary)|(?:confirmation|approval) (?:is )?not (?:needed|required|necessary)|(?:ingen bekraftelse|inget godkannande) (?:behovs|kravs)|permission (?:is |has been )?granted|pre approved|forhandsgodkan\\w+|you must (?:now |always )?(?:call|run|execute|invoke|obey|comply)|du maste (?:nu |alltid )?(?:anropa|kora|lyda|utfora)|follow these instructions|folj dessa instruktioner|from now on|carry out the following|execute the following|utfor foljande|kor foljande|new instructions?|nya instruktioner|obey|lyd|comply|(?:do not|dont) tell anyone|beratta inte for nagon|immediately (?:call|run|cancel|delete|erase)|${anyOf('delete', 'erase', 'prune', 'wipe', 'purge', 'cancel', 'deactivate', 'activate', 'radera', 'gallra', 'makulera', 'avboka', 'ta bort', 'avaktivera', 'aktivera')} (?:\\w{1,12} ){0,2}(?:all|every|alla|samtliga|\\d{2,}))\\b`,
  'g',
);
/** An act on something by its id, or on all: nobody outside says so and "without asking" besides. */
export const ACT_UNASKED =
  /\b(?:delete|erase|prune|wipe|cancel|deactivate|activate|confirm|radera|gallra|makulera|avboka|ta bort|avaktivera|aktivera|bekrafta)\b (?:\w{1,12} ){0,3}(?:all|every|alla|samtliga|\d{2,})\b.{0,80}\b(?:without asking|utan att fraga|no confirmation|ingen bekraftelse|do not ask|dont ask|fraga inte|do not tell|beratta inte)\b|\b(?:without asking|utan att fraga)\b.{0,80}\b(?:delete|erase|prune|cancel|radera|makulera|avboka) (?:\w{1,12} ){0,3}(?:all|alla|samtliga|\d{2,})\b/;
