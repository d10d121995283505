// Drawing without a mouse: a step after the selected one, a flow to another element, removal. The
// modeller finds the place; it offers the same by mouse in its palette.
(function () {
  "use strict";
  const makers = (window.tongbanModellers = window.tongbanModellers || {});
  const KINDS = ["UserTask", "ServiceTask", "BusinessRuleTask", "SendTask", "ReceiveTask", "ScriptTask", "ManualTask", "CallActivity", "SubProcess",
    "ExclusiveGateway", "ParallelGateway", "InclusiveGateway", "EventBasedGateway", "IntermediateCatchEvent", "EndEvent"];

  makers.steps = (place) => {
    const { make } = makers;
    const { modeler, say, words, label } = place;
    let current = null;

    const row = (key, act, press, options) => {
      const choice = make("select", { id: "modeller-" + key }, ...options);
      const button = place.button(act, () => { if (current && choice.value) { press(choice.value); } });
      return { choice, whole: make("div", { class: "field" }, make("label", { for: choice.id }, say(key)), make("div", { class: "modeller-row" }, choice, button)) };
    };
    const dashed = (kind) => kind.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();
    const kinds = KINDS.map((kind) => make("option", { value: kind }, words["kind-" + dashed(kind)] || kind));

    const append = row("append", "append-act", (kind) => {
      const shape = modeler.get("elementFactory").createShape({ type: "bpmn:" + kind });
      const made = modeler.get("autoPlace").append(current, shape);
      place.select(made.id);
    }, kinds);
    const connect = row("connect", "connect-act", (id) => {
      const target = modeler.get("elementRegistry").get(id);
      const allowed = target && modeler.get("bpmnRules").canConnect(current, target);
      if (allowed) { modeler.get("modeling").connect(current, target, allowed); }
    }, []);
    const remove = place.button("remove", () => {
      modeler.get("modeling").removeElements([current]);
      place.select(modeler.get("canvas").getRootElement().id);
    });
    const box = make("div", { class: "modeller-steps" }, append.whole, connect.whole, remove);

    const show = (element, all) => {
      current = element;
      const node = element.businessObject.$instanceOf("bpmn:FlowNode");
      append.whole.hidden = !node || element.businessObject.$instanceOf("bpmn:EndEvent");
      const targets = node ? all.filter((one) => one !== element && one.businessObject && one.businessObject.$instanceOf("bpmn:FlowNode")
        && modeler.get("bpmnRules").canConnect(element, one)) : [];
      connect.whole.hidden = !targets.length;
      connect.choice.replaceChildren(...targets.map((one) => make("option", { value: one.id }, label(one))));
      remove.hidden = !element.parent;
    };
    return { box, show };
  };
}());
