// What the page asks the notebook server, and what it makes of the answers.
import assert from 'node:assert';
import {beforeEach, afterEach, test} from 'node:test';

import {RequestError} from '../../../startspark/static/services/request.js';
import {Page} from '../frontend.js';

let page, server;

beforeEach(() => {
    page = new Page();
    server = page.server;
});

afterEach(() => page.close());

/** What was sent, as 'METHOD path' and the body. */
function sent() {
    return server.requests.map(({method, path, body}) => [`${method} ${path}`, ...body === undefined ? [] : [body]]);
}

/** The error of a request. */
async function failure(request) {
    const error = await request.then(() => assert.fail('it succeeds'), it => it);
    assert.ok(error instanceof RequestError, String(error));
    return error;
}

test('each route is asked as the server documents it', async () => {
    const {api} = page;
    const wanted = {extends: 'a', title: 'A'};
    await api.configs();
    await api.config('my config');
    await api.create('a/b', wanted);
    await api.text('a');
    await api.edit('a', {text: 't', version: '1', write: true});
    await api.review('a', {'spark.x': '1'});
    await api.render('a', {parameters: {}, conf: {}, notebook: 'n.ipynb'});
    await api.whyNoWebUI('app/1', 4040);
    assert.deepStrictEqual(sent(), [
        ['GET startspark/all-config'],
        ['GET startspark/configs/my%20config'],
        ['PUT startspark/configs/a%2Fb', wanted],
        ['GET startspark/configs/a/text'],
        ['PUT startspark/configs/a/text', {text: 't', version: '1', write: true}],
        ['POST startspark/configs/a/review', {conf: {'spark.x': '1'}}],
        ['POST startspark/configs/a/render', {parameters: {}, conf: {}, notebook: 'n.ipynb'}],
        ['GET startspark/sessions/app%2F1/ui/4040'],
    ]);
});

test('answers are given as they are, or what of them is meant', async () => {
    server.answers['startspark/sessions/app/ui/4040'] = {web_ui: false, reason: 'It is elsewhere.'};
    assert.deepStrictEqual(await page.api.configs(), {configs: server.configs, default: null});
    assert.strictEqual(await page.api.whyNoWebUI('app', 4040), 'It is elsewhere.');
    assert.deepStrictEqual(await page.api.review('a', {b: '1'}), {
        overrides: [{name: 'b', value: '1', runs_code: false}],
    });
});

test('the code for kernels is fetched once, and again where that has failed', async () => {
    server.statuses['startspark/kernel'] = 0;
    await failure(page.api.kernelCalls());
    server.statuses = {};
    const calls = await page.api.kernelCalls();
    assert.strictEqual(await page.api.kernelCalls(), calls);
    assert.strictEqual(server.requests.length, 2);
});

test('an error has the status, what the server says of it, and all else that it says', async () => {
    const body = {message: 'These values are refused.', conf: {'spark.x': 'no'}};
    server.statuses['startspark/configs/a/render'] = 400;
    server.answers['startspark/configs/a/render'] = body;
    const {status, message, body: said} = await failure(page.api.render('a', {}));
    assert.deepStrictEqual({status, message, said}, {status: 400, message: body.message, said: body});
});

test('an error that the server did not foresee says what it is', async () => {
    server.statuses['startspark/all-config'] = 500;
    const traceback = 'Traceback (most recent call last):\n  File "x.py"\nKeyError: \'x\'\n';
    server.answers['startspark/all-config'] = {message: 'Unhandled error', traceback};
    assert.strictEqual((await failure(page.api.configs())).message, "Unhandled error: KeyError: 'x'");
    server.answers['startspark/all-config'] = {message: 'Broken', traceback: ''};
    assert.strictEqual((await failure(page.api.configs())).message, 'Broken');
});

test('an error of something else than the server, such as a proxy', async () => {
    server.statuses['startspark/all-config'] = 502;
    server.answers['startspark/all-config'] = '<html>Bad gateway</html>';
    const {status, message, body} = await failure(page.api.configs());
    assert.deepStrictEqual({status, body}, {status: 502, body: {}});
    assert.match(message, /502/);
});

test('a server that does not answer has the status 0', async () => {
    server.statuses['startspark/all-config'] = 0;
    const {status, message} = await failure(page.api.configs());
    assert.deepStrictEqual([status, message], [0, 'The notebook server does not answer.']);
});

test('a page in place of JSON is an error', async () => {
    server.answers['startspark/all-config'] = '<html>Sign in</html>';
    const {status, message} = await failure(page.api.configs());
    assert.strictEqual(status, 200);
    assert.match(message, /did not answer with JSON/);
});

test('Spark’s pages and its REST API are below its port', async () => {
    assert.strictEqual(page.rest.webUIUrl(4040), '/a@b/startspark/ui/4040/jobs/');
    assert.strictEqual(page.rest.pageUrl(4040, 'stages/'), '/a@b/startspark/ui/4040/stages/');
    assert.strictEqual(page.rest.pageUrl('../x', ''), '/a@b/startspark/ui/NaN/');
    await page.rest.get(4040, 'app 1', 'jobs?status=running');
    assert.deepStrictEqual(sent(), [['GET startspark/ui/4040/api/v1/applications/app%201/jobs?status=running']]);
});

for (const [text, csrfToken] of [['<input name="csrfToken" value="abc1">', 'abc1'], ['<html>', '']]) {
    test(`a job is cancelled as its page does it: ${csrfToken}`, async () => {
        server.answers['startspark/ui/4040/jobs/job/?id=7'] = text;
        await page.rest.cancel(4040, 7);
        const [, {method, path, body}] = server.requests;
        assert.deepStrictEqual([method, path], ['POST', 'startspark/ui/4040/jobs/job/kill/']);
        assert.deepStrictEqual(Object.fromEntries(body), {id: '7', csrfToken});
    });
}

test('a job that cannot be cancelled is an error', async () => {
    server.statuses['startspark/ui/4040/jobs/job/kill/'] = 405;
    assert.strictEqual((await failure(page.rest.cancel(4040, 7))).status, 405);
});
