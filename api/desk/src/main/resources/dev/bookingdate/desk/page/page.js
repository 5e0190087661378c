'use strict';

(async () => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const paint = () => root.classList.toggle('dark-mode', dark.matches);
  paint();
  dark.addEventListener('change', paint);
  if (root.dataset.events) {
    new EventSource(root.dataset.events).addEventListener('saved', () => location.reload());
  }

  const answer = await fetch(root.dataset.document);
  if (!answer.ok) {
    document.getElementById('reference').textContent = await answer.text();
    return;
  }
  const spec = await answer.json();
  if (root.dataset.server) {
    // Whatever host the document names: the service is the one that sent this page.
    spec.servers = [{url: new URL(root.dataset.server, location).href.replace(/\/$/, '')}];
  }
  leaveEmpty(spec);
  mendForEverybody(document.getElementById('reference'));
  document.title = spec.info.title;
  const ui = SwaggerUIBundle({
    spec,
    dom_id: '#reference',
    deepLinking: true,
    displayRequestDuration: true,
    persistAuthorization: false,
    requestSnippetsEnabled: true,
    validatorUrl: null,
  });
  offerToken(ui, spec);
})();

/** Swagger UI fills examples in and sends them; what a call can do without is shown, and left to the reader. */
function leaveEmpty(spec) {
  const parameters = Object.values(spec.components?.parameters ?? {});
  for (const item of Object.values(spec.paths)) {
    for (const part of [item, ...Object.values(item)]) {
      parameters.push(...(part?.parameters ?? []));
    }
  }
  for (const parameter of parameters.filter(one => !one.$ref && !one.required)) {
    const example = parameter.example ?? Object.values(parameter.examples ?? {})[0]?.value ?? parameter.schema?.example;
    delete parameter.example;
    delete parameter.examples;
    delete parameter.schema?.example;
    if (example !== undefined) {
      parameter.description = `${parameter.description ?? ''}\n\nExample: \`${example}\``;
    }
  }
}

/**
 * What Swagger UI leaves out for screen readers: its buttons hold links, its headings skip levels, its lists of examples have no name,
 * and the head of the page belongs to no region. Addresses of operations work without the links.
 */
function mendForEverybody(reference) {
  const every = (selector, mend) => reference.querySelectorAll(selector).forEach(mend);
  const level = (selector, number) => every(`${selector}:not([aria-level])`, heading => heading.setAttribute('aria-level', number));
  const mend = () => {
    every('.opblock-summary-control a[href]', link => link.removeAttribute('href'));
    every('.examples-select-element:not([aria-label])', list => list.setAttribute('aria-label', 'Example'));
    every('.information-container:not([role])', part => {
      part.setAttribute('role', 'region');
      part.setAttribute('aria-label', 'About');
    });
    level('h3.opblock-tag', 2);
    level('.models h4', 2);
    level('.opblock h4', 3);
    level('.opblock h5', 4);
  };
  new MutationObserver(mend).observe(reference, {childList: true, subtree: true});
}

/** Where the document has a bearer scheme, and an operation that makes a token of client id and secret. */
function offerToken(ui, spec) {
  const schemes = Object.entries(spec.components?.securitySchemes ?? {});
  const bearer = schemes.find(([, scheme]) => scheme.type === 'http' && scheme.scheme === 'bearer');
  const endpoint = Object.entries(spec.paths).find(([, item]) => {
    const members = tokenForm(spec, item)?.properties ?? {};
    return members.client_id && members.client_secret;
  });
  if (!bearer || !endpoint) {
    return;
  }
  const form = document.getElementById('authorize');
  const says = document.getElementById('authorize-says');
  const grant = tokenForm(spec, endpoint[1]).properties.grant_type?.enum?.[0] ?? 'client_credentials';
  form.hidden = false;
  form.addEventListener('submit', async event => {
    event.preventDefault();
    says.textContent = 'Asking for a token …';
    try {
      const body = new URLSearchParams(new FormData(form));
      body.set('grant_type', grant);
      const answer = await fetch(spec.servers[0].url + endpoint[0], {method: 'POST', body, headers: {Accept: 'application/json'}});
      const said = await answer.json();
      if (answer.ok) {
        ui.preauthorizeApiKey(bearer[0], said.access_token);
        form.elements.client_secret.value = '';
        says.textContent = `Authorized for ${Math.floor(said.expires_in / 60)} minutes: calls below send the token.`;
      } else {
        says.textContent = said.reasons?.[0]?.message ?? said.error_description ?? `The answer was ${answer.status}.`;
      }
    } catch (failure) {
      says.textContent = `No token: ${failure.message}`;
    }
  });
}

function tokenForm(spec, item) {
  const schema = item.post?.requestBody?.content?.['application/x-www-form-urlencoded']?.schema;
  return schema?.$ref ? schema.$ref.slice(2).split('/').reduce((at, name) => at?.[name], spec) : schema;
}
