/*
 * Formulas and tables that are pasted from Word, Excel or a web page. Draft.js, with which formatted texts are edited,
 * drops what is raised and lowered and joins the cells of a table without a space.
 *
 * Before it reads the clipboard, raised and lowered characters are marked in the HTML and each row of a table becomes a
 * line; once it has, the marks become styles. A plugin of Draftail's would come too late: what has a web address in it
 * goes to Draftail's links first.
 */
const MARKS = { SUPERSCRIPT: "\uFDD0", SUBSCRIPT: "\uFDD1" };
const END = "\uFDD2"; // All three belong to no script: Unicode leaves them to programs.
const STYLES = Object.fromEntries(Object.entries(MARKS).map(([style, mark]) => [mark, style]));
const MARK = new RegExp(`[${Object.values(MARKS).join("")}${END}]`, "g");
const isMark = (character) => character === END || character in STYLES;
const BLOCKS = "p, div, ul, ol, li, br, h1, h2, h3, h4, h5, h6, pre, blockquote, table";

const parsed = (html) => new DOMParser().parseFromString(html, "text/html").body;

const styleOf = (element) => {
  const { verticalAlign } = element.style;
  if (element.matches("sup") || verticalAlign === "super") return "SUPERSCRIPT";
  return element.matches("sub") || verticalAlign === "sub" ? "SUBSCRIPT" : null;
};

function textsIn(body) {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  return texts;
}

function mark(body) {
  for (const text of textsIn(body)) {
    let element = text.parentElement;
    while (element !== body && !styleOf(element)) element = element.parentElement;
    const style = styleOf(element);
    if (style && text.data.trim()) text.data = MARKS[style] + text.data + END;
  }
}

/* What is in a cell, on one line. */
function onOneLine(cell) {
  for (const block of cell.querySelectorAll(BLOCKS)) block.replaceWith(" ", ...block.childNodes);
  return cell.innerHTML.replace(/\s+/g, " ").trim();
}

/* The rows of a table, all cells in each. What spans several rows is in each; to the right it leaves room. */
function rowsOf(table) {
  const rows = [...table.rows].map(() => []);
  [...table.rows].forEach((row, top) => {
    for (const cell of row.cells) {
      let left = 0;
      while (rows[top][left]) left += 1;
      for (const below of rows.slice(top, top + (cell.rowSpan || 1))) {
        below[left] = cell.cloneNode(true);
        for (let right = 1; right < cell.colSpan; right += 1) below[left + right] = document.createElement("td");
      }
    }
  });
  return rows;
}

/* The innermost first, since a cell may hold a table. A row of one cell may be there for looks: its lines stay. */
function rowsAsLines(body) {
  for (const table of [...body.querySelectorAll("table")].reverse()) {
    const lines = rowsOf(table).flatMap((cells) => {
      if (cells.length === 1 && cells[0].querySelector(BLOCKS)) return [...cells[0].childNodes];
      const line = body.ownerDocument.createElement("p");
      line.innerHTML = cells
        .map(onOneLine)
        .join(" | ")
        .replace(/( \| ?)+$/, "");
      return [line];
    });
    table.replaceWith(...lines);
  }
}

/* Characters with marks around some of them, as characters that have a style. */
function unmarked(content, styles) {
  const { CharacterMetadata } = window.DraftJS;
  const blocks = content.getBlockMap().map((block) => {
    const text = block.getText();
    let style = null;
    const characters = block.getCharacterList().map((character, index) => {
      if (text[index] === END) style = null;
      else if (STYLES[text[index]]) style = STYLES[text[index]];
      return styles.includes(style) ? CharacterMetadata.applyStyle(character, style) : character;
    });
    const characterList = characters.filter((_, index) => !isMark(text[index]));
    return block.merge({ text: text.replace(MARK, ""), characterList });
  });
  return content.merge({ blockMap: blocks });
}

/* A selection in marked text, in the same without marks. */
function withoutMarks(selection, content) {
  const offset = (key, index) => {
    const text = content.getBlockForKey(key)?.getText() ?? "";
    return text.slice(0, index).replace(MARK, "").length;
  };
  return selection.merge({
    anchorOffset: offset(selection.getAnchorKey(), selection.getAnchorOffset()),
    focusOffset: offset(selection.getFocusKey(), selection.getFocusOffset()),
  });
}

const stylesOf = (editor) => editor.props.inlineStyles.map(({ type }) => type);

const editorAround = (element) => {
  const wrapper = element.closest?.("[data-draftail-editor-wrapper]");
  return wrapper && [...wrapper.parentNode.children].find((field) => field.draftailEditor)?.draftailEditor;
};

/* The table that is all there is on the clipboard, as rows of cells; nothing where it is a single cell. */
function tableIn(clipboard) {
  const html = clipboard.getData("text/html");
  const rows = html ? rowsOfHtml(html) : rowsOfText(clipboard.getData("text/plain"));
  return rows.flat().length > 1 ? rows : null;
}

function rowsOfHtml(html) {
  const body = parsed(html);
  for (const hidden of body.querySelectorAll("style, script")) hidden.remove();
  const table = body.querySelector("table");
  return table && body.textContent.trim() === table.textContent.trim() ? rowsOf(table) : [];
}

function rowsOfText(text) {
  if (!text.includes("\t")) return [];
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  return lines.map((line) =>
    line.split("\t").map((words) => {
      const cell = document.createElement("td");
      cell.textContent = words;
      return cell;
    }),
  );
}

/* Writes what is in a cell into a formatted text, in place of what stands there. */
function write(cell, editor) {
  const { ContentState, EditorState, convertFromHTML } = window.DraftJS;
  mark(cell);
  const { contentBlocks, entityMap } = convertFromHTML(cell.innerHTML);
  const content = contentBlocks?.length
    ? ContentState.createFromBlockArray(contentBlocks, entityMap)
    : ContentState.createFromText("");
  const state = editor.getEditorState();
  const written = EditorState.push(state, unmarked(content, stylesOf(editor)), "insert-fragment");
  editor.onChange(state.getSelection().getHasFocus() ? EditorState.moveFocusToEnd(written) : written);
}

/* The clipboard as Draft.js is to read it; nothing where it may read it as it is. */
function prepared(clipboard) {
  const transfer = new DataTransfer();
  const html = clipboard.getData("text/html");
  const text = clipboard.getData("text/plain");
  if (!html) {
    transfer.setData("text/plain", text.replaceAll("\t", " | "));
    return text.includes("\t") ? transfer : null;
  }
  const body = parsed(html);
  // What comes from Draftail has its styles with it.
  if (body.querySelector("[data-draftjs-conductor-fragment]")) return null;
  mark(body);
  rowsAsLines(body);
  transfer.setData("text/plain", text);
  transfer.setData("text/html", body.innerHTML);
  return body.isEqualNode(parsed(html)) ? null : transfer;
}

function styleWhatIsMarked(editor) {
  const state = editor.getEditorState();
  const content = state.getCurrentContent();
  if (![...content.getPlainText()].some(isMark)) return;
  const selection = withoutMarks(state.getSelection(), content);
  const currentContent = unmarked(content, stylesOf(editor)).set("selectionAfter", selection);
  editor.onChange(window.DraftJS.EditorState.set(state, { currentContent, selection, forceSelection: true }));
}

addEventListener(
  "paste",
  (event) => {
    const editor = editorAround(event.target);
    if (!editor) return;
    // A block that takes tables fills itself.
    if (event.target.closest("[data-takes-tables]") && tableIn(event.clipboardData)) return;
    const value = prepared(event.clipboardData);
    if (!value) return;
    Object.defineProperty(event, "clipboardData", { value });
    // After Draft.js, which may have put other elements in place of the target.
    addEventListener("paste", () => styleWhatIsMarked(editor), { once: true });
  },
  true,
);

window.pasted = { tableIn, onOneLine, write };
