// The modeller of processes: bpmn-js with our words of docs/formats/bpmn.md, our colours and our
// form for the properties of what is selected. It knows nothing of the page around it.
(function () {
  "use strict";
  const makers = (window.tongbanModellers = window.tongbanModellers || {});

  const WORDS = ["body", "actor", "form", "clock", "days", "papers", "documents", "legalBasis", "mandatory"];
  // Texts all: what the server would refuse must still come back as it was.
  const TONGBAN = {
    name: "Tongban",
    uri: "urn:tongban:bpmn:1",
    prefix: "tongban",
    xml: { tagAlias: "lowerCase" },
    types: ["bpmn:Process", "bpmn:Lane", "bpmn:FlowNode"].map((extended) => ({
      name: "Official" + extended.slice(5),
      extends: [extended],
      properties: WORDS.map((name) => ({ name, isAttr: true, type: "String" })),
    })),
  };

  // `bpmn:UserTask` is `user-task` among the words of the page.
  const kind = (element) => element.type.replace(/^\w+:/, "").replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();

  makers.bpmn = (place) => {
    const { words, say } = place;
    const label = (element) => {
      const { name, id } = element.businessObject;
      return (words["kind-" + kind(element)] || kind(element)) + " " + (name || id);
    };
    const font = window.getComputedStyle(document.body).fontFamily;
    const modeler = new window.BpmnJS({
      container: place.canvas,
      moddleExtensions: { tongban: TONGBAN },
      additionalModules: [makers.translation(words)],
      bpmnRenderer: { defaultFillColor: "var(--paper)", defaultStrokeColor: "var(--ink)", defaultLabelColor: "var(--ink)" },
      textRenderer: { defaultStyle: { fontFamily: font }, externalStyle: { fontFamily: font } },
    });
    const get = (name) => modeler.get(name);
    const registry = get("elementRegistry");
    const stack = get("commandStack");
    const canvas = get("canvas");

    // The keys of the drawing work where it has the focus: arrows move, Delete removes, Ctrl+Z undoes.
    const sheet = place.canvas.querySelector(".djs-container > svg");
    if (sheet) {
      sheet.setAttribute("tabindex", "0");
      sheet.setAttribute("role", "application");
      sheet.setAttribute("aria-label", say("drawing-keys"));
    }

    const select = (id) => {
      const element = registry.get(id);
      if (!element) { return; }
      const plane = canvas.findRoot(element);
      if (plane && plane !== canvas.getRootElement()) { canvas.setRootElement(plane); }
      get("selection").select(element.parent ? element : null);
      if (element.parent) { canvas.scrollToElement(element, 80); }
      panel.focus();
    };

    const panel = makers.panel(place.panel, { ...place, modeler, label, select, own: WORDS });
    const undo = place.button("undo", () => stack.undo());
    const redo = place.button("redo", () => stack.redo());
    // The whole model beside the palette, which lies over the drawing; never larger than drawn.
    const PALETTE = 80;
    const whole = () => {
      const { inner, outer } = canvas.viewbox();
      if (!inner.width || !outer.width) { return; }
      const scale = Math.min(1, (outer.width - PALETTE - 40) / inner.width, (outer.height - 40) / inner.height);
      canvas.viewbox({
        x: inner.x + inner.width / 2 - (outer.width + PALETTE) / 2 / scale,
        y: inner.y + inner.height / 2 - outer.height / 2 / scale,
        width: outer.width / scale,
        height: outer.height / scale,
      });
    };
    const fit = place.button("fit", whole);
    const able = () => {
      undo.disabled = !stack.canUndo();
      redo.disabled = !stack.canRedo();
    };
    able();
    let opening = false;
    modeler.on("commandStack.changed", () => {
      able();
      if (!opening) { place.changed(); }
    });

    let marked = [];
    const mark = (findings) => {
      const overlays = get("overlays");
      overlays.remove({ type: "finding" });
      marked.filter(([element]) => registry.get(element.id)).forEach(([element, marker]) => canvas.removeMarker(element, marker));
      const at = new Map();
      findings.forEach((finding) => {
        const element = registry.get(finding.element);
        if (element && element.parent) { at.set(element, (at.get(element) || []).concat(finding)); }
      });
      marked = Array.from(at, ([element, some]) => {
        const grave = some.some((finding) => finding.severity === "error");
        const badge = document.createElement("button");
        badge.type = "button";
        badge.className = "modeller-badge " + (grave ? "error" : "warning");
        badge.textContent = grave ? "!" : "?";
        badge.title = some.map((finding) => finding.label + " " + finding.text).join("\n");
        badge.setAttribute("aria-label", badge.title);
        badge.addEventListener("click", () => select(element.id));
        const position = element.waypoints ? { top: -12, left: -12 } : { top: -12, right: 12 };
        overlays.add(element, "finding", { position, html: badge });
        const marker = grave ? "modeller-error" : "modeller-warning";
        canvas.addMarker(element, marker);
        return [element, marker];
      });
    };

    return {
      tools: [undo, redo, fit],
      open: async (text) => {
        opening = true;
        try {
          makers.complete(await modeler.importXML(text));
        } finally {
          opening = false;
        }
        marked = [];
        whole();
        panel.show();
        able();
      },
      text: async () => (await modeler.saveXML({ format: true })).xml,
      named: (id) => { const element = registry.get(id); return element ? label(element) : ""; },
      select,
      mark,
    };
  };
}());
