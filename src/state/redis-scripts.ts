/**
 * The two writes that Redis must do as one step. A sealed value is never the same twice, so that each knows its own
 * write again: sent once more since its answer was lost, it does nothing a second time.
 */

/** `ADD key value ttl run`: 1 where the value is there and nobody else's was before. */
export const ADD = `
if ARGV[3] ~= '' and string.match(redis.call('INFO', 'server'), 'run_id:(%x+)') ~= ARGV[3] then return 0 end
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
if redis.call('GET', KEYS[1]) == ARGV[1] then return 1 end
return 0`;

/** `REPLACE key expected value ttl`: 1 where it was as expected; else 0 and what is there. An empty text is nothing. */
export const REPLACE = `
local present = redis.call('GET', KEYS[1]) or ''
if ARGV[2] ~= '' and present == ARGV[2] then return {1, ''} end
if present ~= ARGV[1] then return {0, present} end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return {1, ''}`;
