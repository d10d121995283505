// The modeller of decisions: dmn-js, which shows the graph of decisions, their tables and their
// expressions one at a time. It knows nothing of the page around it.
(function () {
  "use strict";
  const makers = (window.tongbanModellers = window.tongbanModellers || {});

  // dmn-js reads DMN 1.3. What it can edit has the same shape in 1.4 and 1.5, so these are handed to
  // it under the older namespaces and written back under their own.
  const OLDER = "20191111";
  const NEWER = ["20211108", "20230324"];
  const renamed = (text, from, to) => ["MODEL", "DMNDI"].reduce(
    (all, part) => all.split("https://www.omg.org/spec/DMN/" + from + "/" + part + "/").join("https://www.omg.org/spec/DMN/" + to + "/" + part + "/"), text);

  // dmn-js writes its mark and the note behind it as text with styles, which the content security
  // policy refuses. The same styles set by script are allowed: the mark stands where it belongs.
  const restyle = (root) => {
    const bare = (element) => element.style && !element.style.length && element.getAttribute("style");
    [root, ...root.querySelectorAll("[style]")].filter(bare).forEach((element) => { element.style.cssText = element.getAttribute("style"); });
  };
  const restyler = new MutationObserver((records) => {
    records.forEach((record) => record.addedNodes.forEach((node) => { if (node.nodeType === 1) { restyle(node); } }));
  });

  makers.dmn = (place) => {
    restyler.observe(document.body, { childList: true, subtree: true });
    const { say } = place;
    const additionalModules = [makers.translation(place.words)];
    const modeler = new window.DmnJS({
      container: place.canvas,
      decisionTable: { additionalModules },
      literalExpression: { additionalModules },
      boxedExpression: { additionalModules },
      drd: { additionalModules, drdRenderer: { defaultFillColor: "var(--paper)", defaultStrokeColor: "var(--ink)", defaultLabelColor: "var(--ink)" } },
    });
    place.panel.remove();
    const chooser = makers.make("select", { id: "modeller-view", "aria-label": say("view") });
    const views = () => modeler.getViews();
    const shown = () => modeler.getActiveView();
    const label = (view) => say("view-" + view.type.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase()) + " " + (view.element.name || view.element.id);
    let opening = false;
    let version = OLDER;
    const heard = new WeakSet();
    const hear = () => {
      const viewer = modeler.getActiveViewer();
      if (!viewer || heard.has(viewer)) { return; }
      heard.add(viewer);
      viewer.get("eventBus").on(["commandStack.changed", "elements.changed"], () => { if (!opening) { place.changed(); } });
    };
    modeler.on("views.changed", () => {
      hear();
      const now = shown();
      chooser.replaceChildren(...views().map((view, at) => makers.make("option", { value: String(at), selected: Boolean(now) && view.element === now.element && view.type === now.type }, label(view))));
    });
    const openView = async (view) => {
      opening = true;
      try { await modeler.open(view); } finally { opening = false; }
    };
    chooser.addEventListener("change", () => { openView(views()[Number(chooser.value)]); });

    const viewOf = (id) => views().find((view) => view.element.id === id);
    return {
      tools: [chooser],
      open: async (text) => {
        version = NEWER.find((one) => renamed(text, one, OLDER) !== text) || OLDER;
        opening = true;
        try {
          makers.complete(await modeler.importXML(renamed(text, version, OLDER)));
        } finally {
          opening = false;
        }
      },
      text: async () => renamed((await modeler.saveXML({ format: true })).xml, OLDER, version),
      named: (id) => { const view = viewOf(id); return view ? label(view) : ""; },
      select: (id) => { const view = viewOf(id); if (view) { openView(view); } },
      mark: () => {},
    };
  };
}());
