// Whether Streamlit runs the page's program now.

export const appRuns = () =>
  document.querySelector('[data-testid="stApp"]')?.getAttribute("data-test-script-state") === "running";
