/**
 * Spark's own REST API and pages, behind the notebook server.
 *
 * @module
 */

/** @typedef {import('./request.js').Requests} Requests */

export class SparkRestApi {
    /** @param {Requests} requests */
    constructor(requests) {
        this.requests = requests;
    }

    /**
     * @param {number} port - on which Spark's web UI listens
     * @param {string} application - its id
     * @param {string} path - in Spark's REST API, below the application
     * @returns {Promise<any>} what Spark answers
     * @throws {import('./request.js').RequestError}
     */
    get(port, application, path) {
        return this.requests.get(`${folder(port)}api/v1/applications/${encodeURIComponent(application)}/${path}`);
    }

    /**
     * Have Spark cancel a job, as a click on the job's own page would.
     *
     * @param {number} port
     * @param {number} job - its id
     * @throws {import('./request.js').RequestError}
     */
    async cancel(port, job) {
        // Spark 4.3 wants back what it has written there.
        const page = await this.requests.page(this.pageUrl(port, `jobs/job/?id=${job}`));
        const [, csrfToken = ''] = /name="csrfToken" value="(\w+)"/.exec(page) || [];
        const body = new URLSearchParams({id: String(job), csrfToken});
        await this.requests.page(this.pageUrl(port, 'jobs/job/kill/'), {method: 'POST', body});
    }

    /**
     * @param {number} port
     * @param {string} path - of a page in Spark's web UI
     * @returns {string} its URL on the notebook server
     */
    pageUrl(port, path) {
        return this.requests.root + folder(port) + path;
    }

    /**
     * @param {number} port
     * @returns {string} where the web UI begins
     */
    webUIUrl(port) {
        // Not the UI's root: Spark redirects that one.
        return this.pageUrl(port, 'jobs/');
    }
}

/** @param {number} port - as the kernel says it */
function folder(port) {
    return `ui/${Number(port)}/`;
}
