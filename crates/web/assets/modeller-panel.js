// The form beside the drawing: what is selected, its id and name, our words of docs/formats/bpmn.md,
// and the condition of a flow. Each change is a command of the modeller, so that it can be undone.
// Its fields have no names: they are not sent. Steps after the selected one: modeller-steps.js.
(function () {
  "use strict";
  const makers = (window.tongbanModellers = window.tongbanModellers || {});
  const ACTORS = ["applicant", "window", "officer", "head", "expert", "system"];
  const ID = /^[\p{L}_][\p{L}\p{N}._-]*$/u; // NCName of XML, without its rarest characters

  makers.panel = (box, place) => {
    const { make } = makers;
    const { modeler, say, label, own } = place;
    const modeling = modeler.get("modeling");
    const registry = modeler.get("elementRegistry");
    const heading = make("h2", { tabindex: "-1" });
    const fields = make("div", { class: "modeller-fields" });
    const chooser = make("select", { id: "modeller-element" });
    const steps = makers.steps(place);
    box.append(
      make("div", { class: "field" }, make("label", { for: "modeller-element" }, say("element")), chooser),
      heading, fields, steps.box);
    let current = null;

    const is = (element, type) => element.businessObject.$instanceOf(type);
    const official = (element) => ["bpmn:FlowNode", "bpmn:Lane", "bpmn:Process"].some((type) => is(element, type));

    // A labelled control; `take` gets the new value and answers with the key of what is wrong.
    const field = (key, control, take) => {
      control.id = "modeller-" + key;
      const wrong = make("p", { class: "error", id: control.id + "-error", hidden: true });
      control.addEventListener("change", () => {
        const fault = take(control.type === "checkbox" ? control.checked : control.value.trim());
        wrong.hidden = !fault;
        wrong.textContent = fault ? say(fault) : "";
        control.toggleAttribute("aria-invalid", Boolean(fault));
        if (fault) { control.setAttribute("aria-describedby", wrong.id); } else { control.removeAttribute("aria-describedby"); }
      });
      const name = make("label", { for: control.id }, say(key));
      if (control.type === "checkbox") {
        return make("div", { class: "field" }, wrong, make("div", { class: "option" }, control, name));
      }
      return make("div", { class: "field" }, name, wrong, control);
    };
    const input = (value, more) => {
      const control = make("input", { type: "text", autocomplete: "off", spellcheck: "false", ...more });
      control.value = value || "";
      return control;
    };
    const set = (element, name, value) => {
      if ((element.businessObject.get(name) || "") !== (value || "")) { modeling.updateProperties(element, { [name]: value || undefined }); }
    };

    const idField = (element) => field("id", input(element.businessObject.id, { required: true }), (value) => {
      if (value === element.businessObject.id) { return ""; }
      if (!ID.test(value)) { return "id-wrong"; }
      if (modeler.get("moddle").ids.assigned(value)) { return "id-taken"; }
      modeling.updateProperties(element, { id: value });
      return "";
    });
    const nameField = (element) => {
      const control = make("textarea", { rows: "2" });
      control.value = element.businessObject.name || "";
      return field("name", control, (value) => {
        if (value !== (element.businessObject.name || "")) { modeling.updateLabel(element, value); }
        return "";
      });
    };

    const ownField = (element, name) => {
      const value = element.businessObject.get("tongban:" + name);
      const key = name.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase());
      const take = (typed) => { set(element, "tongban:" + name, typed); return ""; };
      if (name === "mandatory") {
        const control = make("input", { type: "checkbox" });
        control.checked = value === "true";
        return field(key, control, (ticked) => take(ticked ? "true" : ""));
      }
      if (name === "actor") {
        const all = value && !ACTORS.includes(value) ? ACTORS.concat(value) : ACTORS;
        const options = all.map((actor) => make("option", { value: actor, selected: actor === value }, place.words["actor-" + actor] || actor));
        return field(key, make("select", {}, make("option", { value: "" }, say("nobody")), ...options), take);
      }
      if (name === "days") {
        return field(key, input(value, { inputmode: "numeric" }), (typed) => (/^\d{0,4}$/.test(typed) ? take(typed) : "days-wrong"));
      }
      const choices = place.choices[name];
      const control = input(value, choices ? { list: "modeller-choices-" + key } : {});
      const whole = field(key, control, take);
      if (choices) {
        const options = choices.map(([known, words]) => make("option", { value: known }, words));
        whole.append(make("datalist", { id: "modeller-choices-" + key }, ...options));
      }
      return whole;
    };

    const flowFields = (flow) => {
      const { conditionExpression } = flow.businessObject;
      const source = flow.source.businessObject;
      const condition = make("textarea", { rows: "3", spellcheck: "false", class: "modeller-code" });
      condition.value = (conditionExpression && conditionExpression.body) || "";
      const whole = [field("condition", condition, (body) => {
        const expression = flow.businessObject.conditionExpression;
        if (body && expression) {
          modeling.updateModdleProperties(flow, expression, { body });
        } else if (body || expression) {
          const made = body ? modeler.get("moddle").create("bpmn:FormalExpression", { body }) : undefined;
          modeling.updateProperties(flow, { conditionExpression: made });
        }
        return "";
      })];
      const choosing = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway", "bpmn:Activity"].some((type) => source.$instanceOf(type));
      if (choosing) {
        const control = make("input", { type: "checkbox" });
        control.checked = source.default === flow.businessObject;
        whole.push(field("default-flow", control, (ticked) => {
          modeling.updateProperties(flow.source, { default: ticked ? flow.businessObject : undefined });
          return "";
        }));
      }
      return whole;
    };

    const show = () => {
      const selected = modeler.get("selection").get();
      const root = modeler.get("canvas").getRootElement();
      const element = selected.length === 1 ? selected[0].labelTarget || selected[0] : root;
      if (!element.businessObject) { return; } // between two models
      current = element;
      const all = registry.filter((one) => one.businessObject && !one.labelTarget && (one.parent || one === root));
      chooser.replaceChildren(...all.map((one) => make("option", { value: one.id, selected: one === element }, label(one))));
      heading.textContent = label(element);
      fields.replaceChildren(
        idField(element), nameField(element),
        ...(is(element, "bpmn:SequenceFlow") && element.source ? flowFields(element) : []),
        ...(official(element) ? own.map((name) => ownField(element, name)) : []));
      steps.show(element, all);
    };

    chooser.addEventListener("change", () => place.select(chooser.value));
    modeler.on("selection.changed", show);
    // What the drawing itself changed is shown anew, but never under the hands of who is typing.
    modeler.on("commandStack.changed", () => {
      if (!box.contains(document.activeElement) || !current || !registry.get(current.id)) { show(); return; }
      heading.textContent = label(current);
    });
    return { show, focus: () => heading.focus() };
  };
}());
