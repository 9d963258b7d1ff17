// The editor of the manifest's text: CodeMirror 6, bundled by itself and fetched when the panel opens (docs/adr/0012-yaml.md).
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, StateEffect, StateField, Transaction } from "@codemirror/state";
import { Decoration, EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

const light = StateEffect.define();
const lit = StateField.define({
  create: () => Decoration.none,
  update(lines, transaction) {
    let now = lines.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(light)) now = Decoration.set(effect.value);
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});
const litLine = Decoration.line({ class: "lit" });

/* Its own style sheet has no layer, so that it would win over ours: what is to look like the page is said here. */
const look = EditorView.theme({
  "&": { maxHeight: "calc(100vh - 240px)", minHeight: "240px", color: "var(--text)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { font: "var(--small) / 1.5 var(--mono)", overflow: "auto" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--text-quiet)", border: "0" },
  ".cm-lineNumbers .cm-gutterElement": { cursor: "pointer" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { backgroundColor: "var(--accent-soft)" },
  ".cm-line.lit": { backgroundColor: "var(--accent-soft)", boxShadow: "inset 3px 0 0 var(--accent)" },
  ".cm-tooltip": { backgroundColor: "var(--panel)", color: "var(--text)", border: "1px solid var(--line-strong)" },
});

/** An editor in `parent`: `changed(text)` when somebody typed, `pointed(line, whether to go there)` when somebody pressed. */
export const mount = (parent, { text, label, help, changed, pointed }) => {
  const lineAt = (view, place) => view.state.doc.lineAt(place).number;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(document.querySelector("script[nonce]")?.nonce ?? ""),
        lineNumbers({ domEventHandlers: { click: (view, block) => (pointed(lineAt(view, block.from), true), true) } }),
        lintGutter(),
        history(),
        drawSelection(),
        // Tab is not among them: it leaves the editor, as it leaves every field.
        keymap.of([...defaultKeymap, ...historyKeymap]),
        yaml(),
        syntaxHighlighting(classHighlighter),
        lit,
        look,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": help, spellcheck: "false", tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !update.transactions.some((transaction) => transaction.isUserEvent("show"))) changed(update.state.doc.toString());
        }),
        EditorView.domEventHandlers({
          click: (event, view) => {
            const place = view.posAtCoords({ x: event.clientX, y: event.clientY });
            if (place !== null) pointed(lineAt(view, place), event.ctrlKey || event.metaKey);
          },
        }),
      ],
    }),
  });
  const line = (number) => view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
  return {
    /** Shows a text. Only what differs is changed, so that cursor and scrolling stay. */
    show: (next) => {
      const now = view.state.doc.toString();
      if (now === next) return;
      let from = 0;
      const most = Math.min(now.length, next.length);
      while (from < most && now.charCodeAt(from) === next.charCodeAt(from)) from++;
      let end = 0;
      while (end < most - from && now.charCodeAt(now.length - 1 - end) === next.charCodeAt(next.length - 1 - end)) end++;
      view.dispatch({
        changes: { from, to: now.length - end, insert: next.slice(from, next.length - end) },
        annotations: [Transaction.userEvent.of("show"), Transaction.addToHistory.of(false)],
      });
    },
    /** Marks lines: [{line, severity, message}] as JSON. */
    mark: (marks) => {
      const all = JSON.parse(marks).map(({ line: number, severity, message }) => ({ from: line(number).from, to: line(number).to, severity, message }));
      view.dispatch(setDiagnostics(view.state, all.sort((one, other) => one.from - other.from)));
    },
    /** Lights the lines of a field and brings them into view. */
    light: (first, last) => {
      const lines = [];
      for (let number = first; number <= Math.min(last, view.state.doc.lines); number++) lines.push(litLine.range(line(number).from));
      const effects = [light.of(lines)];
      if (lines.length > 0) effects.push(EditorView.scrollIntoView(lines[0].from, { y: "nearest", yMargin: 40 }));
      view.dispatch({ effects });
    },
    close: () => view.destroy(),
  };
};
