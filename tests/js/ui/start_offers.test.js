// The lines below cells that have failed because no Spark runs.
import {flush, views, withDialog} from './views.js';

import assert from 'node:assert';
import {test} from 'node:test';

import {StartOffers} from '../../../startspark/static/ui/start_offers.js';
import {FakeHost} from '../fake_host.js';

withDialog();

test('an offer has the theme, also when it changes', async () => {
    const host = new FakeHost();
    const cell = host.cells.add('spark');
    new StartOffers({store: views.store, actions: views.actions, host});
    views.store.update('autoStart', {offers: [cell]});
    await flush();
    const theme = () => host.cells.cells[0].element.firstChild.dataset.startsparkTheme;
    assert.strictEqual(theme(), 'light');
    host.setTheme('dark');
    assert.strictEqual(theme(), 'dark');
});
