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

/** An editor in `parent`: see editor.js. */
export const mount_editor = async (parent, text, label, help, changed, pointed) => {
  const settings = { text, label, help, changed, pointed };
  try {
    const { mount } = await import(document.documentElement.dataset.editor);
    return mount(parent, settings);
  } catch (error) {
    console.warn(error);
    return plain(parent, settings);
  }
};
