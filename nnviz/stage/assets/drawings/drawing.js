// What all drawings of the pages are: a view with a queue of questions to the engine.

import { View } from "../kit/view.js";
import { RequestQueue } from "./request_queue.js";

/** @template {object} Header @extends {View<Header>} */
export class Drawing extends View {
  requests = new RequestQueue(
    (value) => this.host.send("ask", value),
    () => this.host.running(),
  );

  destroy() {
    super.destroy();
    this.requests.destroy();
  }
}
