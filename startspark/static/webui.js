// The web UI of the session that runs: its address, once the server has said that it is this session's.
define([], function () {
    'use strict';

    /** Milliseconds until a server that did not answer is asked again. */
    const RETRY = 5000;

    const NONE = 'This Spark has no web UI.';

    const ASKING = 'The notebook server is being asked whether it can show this Spark’s web UI.';

    const AWAY = 'The notebook server does not say whether it can show this Spark’s web UI. It is asked again.';

    class WebUI {
        /**
         * @param {Api} api
         * @param {function()} onChange - it is known now, or the server is to be asked again
         */
        constructor(api, onChange) {
            Object.assign(this, {api, onChange});
            this.forget();
        }

        forget() {
            /** What tells the session from others. */
            this.key = null;
            this.port = null;
            /** Why there is no address; null where there is one. */
            this.reason = NONE;
            /** Whether the reason may change. */
            this.isOpen = false;
        }

        /** @param {Object} facts - of the session, if one runs; the server is asked once for each */
        meet({running, application_id: application, ui_port: port}) {
            const hasPort = running && Number.isInteger(port);
            const key = hasPort ? `${port} ${application}` : null;
            if (key === this.key) {
                return;
            }
            this.forget();
            if (hasPort) {
                Object.assign(this, {key, reason: ASKING, isOpen: true});
                this.ask(key, application, port);
            }
        }

        async ask(key, application, port) {
            const reason = await this.api.whyNoWebUI(application, port).catch(() => AWAY);
            if (key !== this.key) {
                return;  // another runs by now
            }
            const isKnown = reason !== AWAY;
            Object.assign(this, {port: reason === null ? port : null, reason, isOpen: !isKnown});
            if (!isKnown) {
                setTimeout(() => key === this.key && this.ask(key, application, port), RETRY);
            }
            this.onChange();
        }

        /** @returns {?string} its address, if it can be shown */
        get link() {
            return this.reason === null ? this.api.webUI(this.port) : null;
        }
    }

    return {WebUI};
});
