// Fetches the editor when the panel opens; where it cannot be had, a plain text area does its work.
const plain = (parent, { text, label, help, changed, pointed }) => {
  const area = Object.assign(document.createElement("textarea"), { value: text, spellcheck: false });
  area.setAttribute("aria-label", label);
  area.setAttribute("aria-describedby", help);
  const line = () => area.value.slice(0, area.selectionStart).split("\n").length;
  area.addEventListener("input", () => changed(area.value));
  area.addEventListener("click", (event) => pointed(line(), event.ctrlKey || event.metaKey));
  parent.append(area);
  return {
    show: (next) => {
      if (area.value !== next) area.value = next;
    },
    mark: () => {},
    light: () => {},
    close: () => area.remove(),
  };
};

const best = async (parent, settings) => {
  try {
    const { mount } = await import(document.documentElement.dataset.editor);
    return mount(parent, settings);
  } catch (error) {
    console.warn(error);
    return plain(parent, settings);
  }
};

/** An editor in `parent`: see editor.js. `focused` is told the id of each field that gets the focus. */
export const mount_editor = async (parent, text, label, help, changed, pointed, focused) => {
  const editor = await best(parent, { text, label, help, changed, pointed });
  const seen = ({ target }) => {
    const field = target.closest?.("[id^=field-]");
    if (field) focused(field.id);
  };
  document.addEventListener("focusin", seen);
  return {
    ...editor,
    close: () => {
      document.removeEventListener("focusin", seen);
      editor.close();
    },
  };
};
