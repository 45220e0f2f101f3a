/*
 * A table that is pasted into a heading or a cell of a lesson's table fills it from there on. Wagtail's own block of
 * several fields besides; `pasted` is what pasted.js offers.
 */
(() => {
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;

  /* Where the first cell goes: below which heading, in which row; -1 is the row of headings. */
  function placeOf(element, { header, rows }) {
    const holds = (child) => child.element.contains(element);
    const heading = header.children.findIndex(holds);
    if (heading >= 0) return { row: -1, column: heading };
    const row = rows.children.findIndex(holds);
    const column = row < 0 ? -1 : rows.children[row].block.children.findIndex(holds);
    return column < 0 ? null : { row, column };
  }

  function lengthen(list, length) {
    while (list.children.length < length) {
      list.insert(list.blockDef.initialChildState, list.children.length, { id: crypto.randomUUID?.() });
    }
  }

  function fill({ header, rows }, table, place) {
    const width = Math.max(...table.map((cells) => place.column + cells.length));
    const columns = Math.min(width, header.blockDef.meta.maxNum);
    lengthen(header, columns);
    lengthen(rows, place.row + table.length);
    for (const { block } of rows.children) lengthen(block, header.children.length);
    table.forEach((cells, down) => {
      const row = place.row + down;
      cells.slice(0, columns - place.column).forEach((cell, right) => {
        const column = place.column + right;
        if (row < 0) {
          window.pasted.onOneLine(cell);
          header.children[column].block.setState(cell.textContent.replace(/\s+/g, " ").trim());
        } else {
          const field = rows.children[row].block.children[column].block;
          window.pasted.write(cell, field.widget.input.draftailEditor);
        }
      });
    });
    return width <= columns;
  }

  class TableBlockDefinition extends StructBlockDefinition {
    render(...args) {
      const block = super.render(...args);
      const [container] = block.container;
      container.dataset.takesTables = "";
      container.addEventListener(
        "paste",
        (event) => {
          const table = window.pasted.tableIn(event.clipboardData);
          const place = table && placeOf(event.target, block.childBlocks);
          if (!place) return;
          event.preventDefault();
          event.stopPropagation();
          if (!fill(block.childBlocks, table, place)) {
            const detail = { text: this.meta.tooWide, type: "warning" };
            document.dispatchEvent(new CustomEvent("w-messages:add", { detail }));
          }
        },
        true,
      );
      return block;
    }
  }

  window.telepath.register("courses.TableBlock", TableBlockDefinition);
})();
