// Puts a modeller above the text of a model: <form data-modeller="bpmn" data-labels="{..}"> with
// a <textarea>. The text stays the truth: it is what is sent, and all there is without
// this file. data-check names where the text is checked while it is drawn. What is particular to a
// kind of model stands in modeller-bpmn.js and modeller-dmn.js.
(function () {
  "use strict";
  const makers = window.tongbanModellers || {};
  const PAUSE = 600; // milliseconds without a change before the text is checked
  const WIDE = window.matchMedia("(min-width: 50rem)"); // narrower, the page's drawing and the form

  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => {
      if (value === true) { element.setAttribute(name, ""); } else if (value !== false && value !== null) { element.setAttribute(name, value); }
    });
    element.append(...children);
    return element;
  };
  makers.make = make;

  // The words of a modeller itself: "Append end event" is `say-append-end-event` among ours.
  makers.translation = (words) => {
    const translate = (template, replacements) => {
      const word = words["say-" + template.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")];
      const whole = word ? word + (/: *$/.test(template) ? ": " : "") : template;
      return whole.replace(/\{\s*([^}\s]+)\s*\}/g, (found, name) => (replacements && name in replacements ? replacements[name] : found));
    };
    return { translate: ["value", translate] };
  };

  // A modeller that would lose something of a text isn't given it. References that lead out of the
  // text (types of data, say) it would drop: those that are attributes are kept as they were read.
  const DRAWN = /processRef|sourceRef|targetRef|attachedToRef|bpmnElement|default|href/;
  makers.complete = ({ warnings }) => {
    const lost = warnings.find(({ message, element, property, value }) => {
      if (!/^unresolved reference/.test(message)) { return /unparsable|unknown element|duplicate|nested/i.test(message); }
      const known = element.$descriptor.propertiesByName[property];
      if (/incoming|outgoing/.test(property)) { return false; } // said twice in a text
      if (!known || !known.isAttr || known.isMany || DRAWN.test(property)) { return true; }
      element.$attrs[property.replace(/^.*:/, "")] = value;
      return false;
    });
    if (lost) { throw Object.assign(new Error(lost.message), { key: "unkept" }); }
  };

  const json = (text) => { try { return JSON.parse(text || "{}"); } catch { return {}; } };

  // One form with its text, its drawing and its findings.
  const start = (form) => {
    const textarea = form.querySelector("textarea");
    const maker = makers[form.dataset.modeller];
    if (!textarea || !maker) { return; }
    const words = json(form.dataset.labels);
    const say = (key) => words[key] || key;
    const field = textarea.closest(".field") || textarea;

    const button = (key, press) => {
      const one = make("button", { type: "button", class: "button second" }, say(key));
      one.addEventListener("click", press);
      return one;
    };
    const state = make("p", { class: "modeller-state", role: "status" });
    const canvas = make("div", { class: "modeller-canvas", role: "region", "aria-label": say("drawing") });
    const panel = make("div", { class: "modeller-panel" });
    const work = make("div", { class: "modeller-work" }, canvas, panel);
    const toggle = button("show-text", () => turn());
    const bar = make("div", { class: "modeller-bar" }, toggle, state);
    const list = make("ul", { class: "modeller-list" });
    const told = make("p", { class: "modeller-told" });
    const findings = make("section", { class: "modeller-findings", "aria-label": say("findings"), "aria-live": "polite", hidden: true }, told, list);
    const box = make("div", { class: "modeller", "data-kind": form.dataset.modeller, hidden: true }, bar, work, findings);
    field.before(box);

    let editor = null; // once a drawing was opened
    let drawing = false; // the drawing is shown, not the text
    let dirty = "unsaved" in form.dataset; // something isn't kept by the server yet
    let leaving = false; // the form is being sent
    let pending = 0; // the timer of the next check
    let running = null; // the check under way

    const tell = (key, more) => { state.textContent = key ? say(key) + (more ? " " + more : "") : ""; };

    const show = (asDrawing) => {
      drawing = asDrawing;
      work.hidden = !asDrawing;
      field.hidden = asDrawing;
      toggle.textContent = say(asDrawing ? "show-text" : "show-drawing");
      editor.tools.forEach((tool) => { tool.hidden = !asDrawing; });
    };

    const changed = () => {
      dirty = true;
      window.clearTimeout(pending);
      pending = window.setTimeout(check, PAUSE);
    };

    // The drawing takes over the text, or says why it can't.
    const open = async () => {
      box.hidden = false;
      if (!editor) {
        editor = maker({ canvas, panel, words, say, changed, button, choices: json(form.dataset.choices) });
        bar.append(...editor.tools);
      }
      show(true);
      try {
        await editor.open(textarea.value);
        tell("");
      } catch (error) {
        show(false);
        tell(error.key || (/no diagram to display/i.test(String(error)) ? "no-diagram" : "unreadable"), String(error.message || error).split("\n")[0]);
      }
    };

    // Writes the drawing into the text; false where that fails.
    const write = async () => {
      if (!drawing) { return true; }
      try {
        const text = await editor.text();
        if (dirty) { textarea.value = text; }
        return true;
      } catch (error) {
        tell("unwritten", String(error.message || error));
        return false;
      }
    };

    const turn = async () => {
      if (!drawing) { await open(); } else if (await write()) { show(false); textarea.focus(); }
    };

    const severity = (finding) => say(finding.severity === "error" ? "severity-error" : "severity-warning");
    let shown = "";
    const report = (found) => {
      found.forEach((finding) => { finding.label = severity(finding); });
      if (drawing) { editor.mark(found); }
      findings.hidden = false;
      const now = JSON.stringify(found);
      if (now === shown) { return; } // said already
      shown = now;
      told.textContent = say(found.length ? "findings" : "no-findings");
      list.replaceChildren(...found.map((finding) => {
        const name = editor ? editor.named(finding.element) : "";
        const line = [make("strong", {}, finding.label), " ", finding.text, ...(name ? [" (" + name + ")"] : [])];
        const item = { class: finding.severity === "error" ? "grave" : null };
        if (!name) { return make("li", item, ...line); }
        const entry = make("button", { type: "button", class: "plain" }, ...line);
        entry.addEventListener("click", () => { if (drawing) { editor.select(finding.element); } });
        return make("li", item, entry);
      }));
    };

    const check = async () => {
      if (!form.dataset.check || leaving) { return; }
      if (running) { running.abort(); }
      running = new AbortController();
      const { signal } = running;
      try {
        const body = new URLSearchParams({ text: drawing && dirty ? await editor.text() : textarea.value });
        form.querySelectorAll("input[data-with-check]").forEach((input) => { body.append(input.name, input.value); });
        const answer = await fetch(form.dataset.check, { method: "POST", body, signal, credentials: "same-origin", headers: { accept: "application/json" } });
        if (!answer.ok) { throw new Error(String(answer.status)); }
        report((await answer.json()).findings || []);
        if (state.textContent === say("not-checked")) { tell(""); }
      } catch (error) {
        if (error.name !== "AbortError") { tell("not-checked"); }
      }
    };

    textarea.autocomplete = "off"; // what a browser brings back wouldn't be what is drawn
    textarea.addEventListener("input", changed);
    // Enter in a field beside the drawing takes the value; it doesn't send the form.
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.tagName === "INPUT") { event.preventDefault(); event.target.blur(); event.target.focus(); }
    });
    form.addEventListener("submit", async (event) => {
      if (leaving || !drawing) { leaving = true; return; }
      event.preventDefault();
      event.stopPropagation();
      if (!(await write())) { return; }
      leaving = true;
      // Not within this event: a form that is being sent takes no second request.
      window.setTimeout(() => form.requestSubmit(event.submitter || undefined), 0);
    });
    window.addEventListener("beforeunload", (event) => { if (dirty && !leaving) { event.preventDefault(); } });
    window.addEventListener("pageshow", () => { leaving = false; });

    const begin = () => {
      if (!WIDE.matches || editor) { return; }
      narrow.hidden = true;
      open().then(check);
    };
    const narrow = make("p", { class: "hint", hidden: WIDE.matches }, say("narrow"));
    box.before(narrow);
    WIDE.addEventListener("change", begin);
    begin();
  };

  document.querySelectorAll("form[data-modeller]").forEach(start);
}());
