// What every page of the staff has: leaving. A login that is over leads back to the login page.
import { act, ask, find, go } from "./page.js";

find("staff-sign-out")?.addEventListener("click", (event) => act(event.currentTarget, async () => {
  await ask("POST", "/api/console/logout", {});
  go("/console/login");
}));
