/* Search terms that people have used, to choose from: Wagtail's own function, with its address as an argument. */
window.createQueryChooser = (id, url) => {
  document.getElementById(`${id}-chooser`).addEventListener("click", () => {
    window.ModalWorkflow({
      url,
      onload: window.QUERY_CHOOSER_MODAL_ONLOAD_HANDLERS,
      responses: {
        queryChosen: ({ querystring }) => {
          document.getElementById(id).value = querystring;
        },
      },
    });
  });
};
