/* Where the editor of translations finds its choosers; read when they are opened. */
window.chooserUrls ??= { ...document.getElementById("chooser-urls").dataset };
