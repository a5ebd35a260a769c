/** One request of Streamable HTTP, in the era that it is of: nothing is kept between two of them. */
import { openingEra } from './era.ts';
import { readFrames } from './frames.ts';
import { errorAnswer, type HttpAnswer, type HttpExchange, jsonAnswer } from './http-exchange.ts';
import { CODES, type JsonRpcMessage } from './json-rpc.ts';

/** The first revision without a handshake. */
const STATELESS_SINCE = '2026-07-28';

/** Replacing what can't be read would act on another text than was sent. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws what a handler throws that is no answer */
export async function answerHttp(exchange: HttpExchange): Promise<HttpAnswer> {
  let text: string;
  try {
    text = utf8.decode(exchange.body);
  } catch {
    return errorAnswer(400, CODES.parseError, 'The body is no UTF-8.');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return errorAnswer(400, CODES.parseError, 'The body is no JSON.');
  }
  const [frame = {}] = readFrames(value);
  if (frame.refusal) return jsonAnswer(400, frame.refusal);
  if (!frame.message) return errorAnswer(400, CODES.invalidRequest, 'The body is no JSON-RPC 2.0 message.');
  const { answerMessage } = await adapterFor(frame.message, exchange);
  return answerMessage({ ...exchange, message: frame.message });
}

/** A header that names the newer revision over a body that does not is for its adapter to refuse. */
function adapterFor(message: JsonRpcMessage, { headers }: HttpExchange) {
  const revision = headers['mcp-protocol-version'];
  const isStateless =
    openingEra(message) === 'stateless' || (typeof revision === 'string' && revision >= STATELESS_SINCE);
  return isStateless ? import('./stateless-era/http.ts') : import('./initialize-era/http.ts');
}
