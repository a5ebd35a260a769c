import * as s from '../../src/define/schema.ts';
import { list, record } from '../answers.ts';
import { path, readTool, toolset } from '../builders.ts';

export const campaigns = toolset('campaigns', [
  readTool({
    name: 'list_campaigns',
    title: 'List campaigns',
    description: 'All campaigns (kampanjer) with id and name; not whether one is running.',
    input: s.object({}),
    request: { method: 'GET', path: '/api/campaigns' },
    answer: list({ id: 'id', name: 'name' }, 'There is no campaign, or none that this token may see.'),
    quotes: 'names',
  }),
  readTool({
    name: 'get_campaign',
    title: 'Get a campaign',
    description: 'The name of one campaign by its id. For ids by name: find.',
    input: s.object({ campaign_id: s.id('list_campaigns') }),
    request: { method: 'GET', path: '/api/campaigns/:id', args: { campaign_id: path('id') } },
    answer: record((campaign) => campaign),
    quotes: 'names',
  }),
]);
