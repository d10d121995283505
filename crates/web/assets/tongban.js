// Enhancements only: every page works without this file.
(function () {
  "use strict";
  var one = function (selector, from) { return (from || document).querySelector(selector); };
  var all = function (selector, from) { return Array.prototype.slice.call((from || document).querySelectorAll(selector)); };

  // What is wrong gets the focus, so that it is read first.
  var summary = one("#summary");
  if (summary) {
    summary.focus();
    all("a", summary).forEach(function (link) {
      var id = link.hash.slice(1);
      var at = document.getElementById(id);
      var label = at && (one("legend", at.closest("fieldset") || at) || one("label[for='" + CSS.escape(id) + "']"));
      if (label && !one("span", link)) { link.prepend(label.firstChild.textContent.trim() + ": "); }
      link.addEventListener("click", function (event) {
        if (at) {
          event.preventDefault();
          at.focus();
          at.scrollIntoView({ block: "center" });
        }
      });
    });
  }

  // A form is sent once: the second press within five seconds does nothing.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post") { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    window.setTimeout(function () { delete form.dataset.sent; }, 5000);
  });
  window.addEventListener("pageshow", function () {
    all("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // A table with data-filter="id of an input" shows the rows that contain what is typed.
  all("table[data-filter]").forEach(function (table) {
    var input = document.getElementById(table.dataset.filter);
    if (!input) { return; }
    input.hidden = false;
    input.addEventListener("input", function () {
      var wanted = input.value.trim().toLowerCase();
      all("tbody tr", table).forEach(function (row) {
        row.hidden = wanted !== "" && row.textContent.toLowerCase().indexOf(wanted) < 0;
      });
    });
  });

  // Keys of staff pages: elements say data-key="n"; `?` shows them in <dialog id="keys">.
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable) { return; }
    if (event.key === "?") {
      var dialog = one("dialog#keys");
      if (dialog) {
        event.preventDefault();
        if (dialog.open) { dialog.close(); } else { dialog.showModal(); }
      }
      return;
    }
    // j and k walk the rows of a list; Enter opens the link that has the focus.
    var rows = event.key === "j" || event.key === "k" ? all("[data-row]") : [];
    if (rows.length) {
      event.preventDefault();
      var here = rows.indexOf(document.activeElement);
      rows[event.key === "j" ? Math.min(here + 1, rows.length - 1) : Math.max(here - 1, 0)].focus();
      return;
    }
    var keyed = all("[data-key]").filter(function (element) { return element.dataset.key === event.key; })[0];
    if (keyed) {
      event.preventDefault();
      keyed.focus();
      if (keyed.tagName === "A" || keyed.tagName === "BUTTON") { keyed.click(); }
    }
  });

  // A list keeps its place after an act.
  var list = one("[data-keep-place]");
  if (list) {
    var name = "place:" + location.pathname;
    var kept = sessionStorage.getItem(name);
    if (kept) { list.scrollTop = Number(kept); }
    window.addEventListener("pagehide", function () { sessionStorage.setItem(name, String(list.scrollTop)); });
  }

  // A button with data-print prints the page.
  all("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
}());
