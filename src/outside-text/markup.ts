/** What only stands in what is written for a machine: roles, tags, JSON of tool calls. Patterns over folded text with its signs. */

const START = '(?:^|[\\n.!?>\\]|)}"\'*#-]\\s{0,4})';

const TAG =
  'system|assistant|user|human|tool\\w*|function\\w*|invoke|instructions?|important|thinking|prompt|admin|developer|context|result|observation|untrusted\\w*|parameter|antml';

const MARKUP = [
  // Roles, where a line or sentence begins.
  `${START}(?:assistant|human|ai[- ]assistent)\\s{0,3}(?:\\(\\w{1,20}\\)\\s{0,3})?:`,
  `${START}system\\s{0,3}(?:\\(\\w{1,20}\\)\\s{0,3})?:\\s*(?:\\S+\\s+){3}\\S`,
  `${START}(?:assistent|system|developer|tool|operator)\\s{0,3}:\\s{0,3}(?:anropa|ignorera|radera|avboka|bekrafta|call|ignore|delete|erase|cancel|confirm|run|kor\\b)`,
  // Tags and the marks of chat templates.
  '<\\||\\|>|\\[/?inst\\]|<</?sys>>|<!--',
  `<\\s?/?\\s?(?:${TAG})(?:[\\s:_-][^<>]{0,80})?/?>`,
  '```\\s{0,3}(?:json|tool|system|xml|instructions?)',
  '!\\[[^\\]\\n]{0,80}\\]\\(https?:',
  // Headings.
  '(?:^|\\n)\\s{0,9}#{3,}\\s{0,3}[a-z]',
  '(?:^|\\n)\\s{0,9}#{1,2}\\s{0,3}(?:system|instru|assistant|prompt|override|new task|ny uppgift)',
  '(?<![=*-])[=*-]{3,40}\\s{0,3}(?:begin|end|start|slut|system|instru|assistant|admin|override)',
  // JSON, quoted or escaped, of a tool call or as ours.
  '["\'](?:tool|tool_name|tool_calls|tool_use_id|function|arguments|args|confirmation|approval|token|next|confirm|looks_like_instructions|quoted|effects|is_?error|jsonrpc|confirmed|structuredcontent)\\\\{0,3}["\']\\s{0,3}:',
  '["\']role\\\\{0,3}["\']\\s{0,3}:\\s{0,3}\\\\{0,3}["\'](?:system|assistant|user|tool|developer)',
  '["\']status\\\\{0,3}["\']\\s{0,3}:\\s{0,3}\\\\{0,3}["\'](?:confirm|approv|declined|done|permission)',
  '["\'](?:method|name)\\\\{0,3}["\']\\s{0,3}:\\s{0,3}\\\\{0,3}["\'](?:tools/|\\w+_\\w+)',
  '\\b(?:confirmation_required|approval_required|approval_pending|permission_granted|tools/call|tool_use|tool_calls?|tool_result|function_calls?|jsonrpc|looks_like_instructions|structuredcontent)\\b',
  '\\bconfirm\\s{0,3}=\\s{0,3}\\S|\\bconfirm\\s{0,3}:\\s{0,3}["\']?(?:true|yes|ja)\\b|\\bbekrafta\\s{0,3}=\\s{0,3}\\S',
  '\\bnext\\s{0,3}:\\s{0,3}["\']?(?:nothing has been done|call \\w+_\\w+|anropa)',
  '\\b\\w+_ids?\\s{0,3}[=:]\\s{0,3}[\\["\']?\\s{0,3}\\d',
  '\\b(?:allow_calling_finalized|dry_run|keep_order_on_prune|prune_date|role_ids)\\b',
];

/** Over a folded text. */
export const MARKUP_FOR_MACHINES = new RegExp(MARKUP.join('|'));

/** A confirmation token, in a text as it is. */
export const TOKEN = /(?<![\w-])[\w-]{12}\.[0-9a-z]{7,11}\.[\w-]{22}(?![\w-])/;

/** A run of Base64 that may be a sentence. */
const BASE64 = /(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{24,}={0,2}(?![A-Za-z0-9+/=_-])/g;
const READABLE = /^[\n\r\t -~\u00a0-\u024f]*$/;

/** Returns what Base64 in a text says, where that is text. */
export function decodedTexts(text: string): string[] {
  return [...text.matchAll(BASE64)].flatMap(([run]) => {
    const decoded = Buffer.from(run, 'base64').toString('utf8');
    return READABLE.test(decoded) && decoded.includes(' ') ? [decoded] : [];
  });
}
